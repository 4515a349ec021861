import type { IpAddress } from '@roster/contracts';
import type { IpAddressEntity } from './ip-address.entity.js';

/** `here`: the network that the request comes from. */
export const toIpAddress = (row: IpAddressEntity, here: string | undefined): IpAddress => ({
  id: row.id,
  address: row.address,
  authorizedAt: row.authorizedAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  current: row.address === here,
});
