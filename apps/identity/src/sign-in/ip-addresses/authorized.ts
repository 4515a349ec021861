import type { CallContext } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { networkOf } from '@roster/service-kit';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import { IpAddressEntity } from './ip-address.entity.js';

/**
 * Whether the member may sign in from this address. Every address is fine unless the account restricts them (SC-10); a
 * text that is no address is not. Records the use.
 */
export async function isAddressAuthorized(
  manager: EntityManager,
  account: Pick<AccountEntity, 'id' | 'ipRestrictions'>,
  memberId: string,
  address: string | undefined,
): Promise<boolean> {
  if (!account.ipRestrictions) return true;
  const network = networkOf(address);
  if (network === undefined) return false;
  const place = { accountId: account.id, memberId, address: network };
  const used = await manager.update(IpAddressEntity, place, { lastUsedAt: new Date() });
  return used.affected === 1;
}

/** A member's network address, as `networkOf` spells it. */
interface MemberAddress {
  readonly accountId: string;
  readonly memberId: string;
  readonly address: string;
}

/** Lets the member sign in from this address. Authorizing it twice has no further effect. */
export async function authorizeAddress(
  manager: EntityManager,
  { accountId, memberId, address }: MemberAddress,
  call: Pick<CallContext, 'client'>,
): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(IpAddressEntity)
    .values({ accountId, id: uuidv7(), memberId, address, authorizedAt: new Date(), lastUsedAt: null })
    .orIgnore()
    .execute();
  await recordActivity(manager, { accountId, memberId, action: 'ip-address.authorized', details: { address } }, call);
}
