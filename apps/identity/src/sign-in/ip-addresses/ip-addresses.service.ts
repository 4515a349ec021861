import { Injectable } from '@nestjs/common';
import {
  ipAddressNotFound,
  revokeIpAddresses,
  revokeMemberIpAddresses,
  RosterError,
  type CallContext,
  type IpAddressList,
  type MemberId,
  type Nothing,
  type RevokeIpAddresses,
  type RevokeMemberIpAddresses,
} from '@roster/contracts';
import { Database, Idempotency, networkOf, signedIn, signedInPerson } from '@roster/service-kit';
import { In, IsNull, type EntityManager } from 'typeorm';
import { Ceiling } from '../../people/ceiling.js';
import { recordAct } from '../../core/acts.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import { IpAuthorizationEntity } from '../ip-authorizations/ip-authorization.entity.js';
import { findMember } from '../../people/members/members.store.js';
import { SessionEntity } from '../../sessions/sessions/session.entity.js';
import { SessionStore } from '../../sessions/sessions/session.store.js';
import { IpAddressEntity } from './ip-address.entity.js';
import { toIpAddress } from './ip-address.js';

/** The most that a list shows. A member with more sees the latest. */
const LISTED = 200;

/** The member whose addresses are meant. */
interface MemberKey {
  readonly accountId: string;
  readonly memberId: string;
}

@Injectable()
export class IpAddressesService {
  constructor(
    private readonly ceiling: Ceiling,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly sessions: SessionStore,
  ) {}

  listMine(context: CallContext): Promise<IpAddressList> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    return this.database.inAccount(accountId, (manager) =>
      list(manager, { accountId, memberId: actor.memberId }, call),
    );
  }

  listOf({ memberId }: MemberId, context: CallContext): Promise<IpAddressList> {
    const call = signedIn(context);
    const { accountId } = call;
    return this.database.inAccount(accountId, async (manager) => {
      await findMember(manager, { accountId, memberId });
      return list(manager, { accountId, memberId }, call);
    });
  }

  revokeMine(input: RevokeIpAddresses, context: CallContext): Promise<Nothing> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const member = { accountId, memberId: actor.memberId };
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, revokeIpAddresses, input, async () => {
        const addresses = await this.revoke(manager, member, input.ids);
        const details = { memberId: member.memberId, addresses: addresses.join(' ') };
        await recordActivity(manager, { ...member, action: 'ip-addresses.revoked', details }, call);
        return {};
      }),
    );
  }

  async revokeOf(input: RevokeMemberIpAddresses, context: CallContext): Promise<Nothing> {
    const call = signedIn(context);
    const { accountId } = call;
    const { memberId } = input;
    const member = { accountId, memberId };
    await this.ceiling.require({ contract: revokeMemberIpAddresses, input, call }, [memberId]);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, revokeMemberIpAddresses, input, async () => {
        await findMember(manager, member);
        await this.revoke(manager, member, input.ids);
        // Which addresses they were is personal.
        const part = { kind: 'ip-addresses', id: memberId, before: { count: input.ids.length }, after: { count: 0 } };
        const target = { type: 'member', id: memberId };
        await recordAct(manager, accountId, { action: 'ip-addresses.revoked', target, parts: [part] }, call);
        return {};
      }),
    );
  }

  /** Resolves with the addresses. */
  private async revoke(manager: EntityManager, member: MemberKey, ids: string[]): Promise<string[]> {
    const revoked = await manager.findBy(IpAddressEntity, { ...member, id: In(ids) });
    const { affected } = await manager.delete(IpAddressEntity, { ...member, id: In(ids) });
    if (affected !== ids.length) throw new RosterError(ipAddressNotFound);
    const addresses = revoked.map(({ address }) => address);
    // An open link would authorize the address again.
    await manager.delete(IpAuthorizationEntity, { ...member, address: In(addresses) });
    await this.endSessionsFrom(manager, member, addresses);
    return addresses;
  }

  private async endSessionsFrom(manager: EntityManager, member: MemberKey, addresses: string[]): Promise<void> {
    const open = await manager.findBy(SessionEntity, { ...member, endedAt: IsNull() });
    for (const { id, address } of open) {
      const network = networkOf(address ?? undefined);
      if (network !== undefined && addresses.includes(network)) await this.sessions.end(manager, { ...member, id });
    }
  }
}

async function list(manager: EntityManager, member: MemberKey, { client }: CallContext): Promise<IpAddressList> {
  const rows = await manager.find(IpAddressEntity, { where: { ...member }, order: { id: 'desc' }, take: LISTED });
  const here = networkOf(client?.address);
  return { items: rows.map((row) => toIpAddress(row, here)), nextCursor: null };
}
