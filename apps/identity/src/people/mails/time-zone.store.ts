import { aside, enterAccount } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from '../accounts/account.entity.js';
import { MemberEntity } from '../members/member.entity.js';
import { membershipsOf } from '../members/memberships.store.js';
import type { Reader } from './origin.js';

const UNKNOWN = 'UTC';

/**
 * The reader's own time zone, else that of their account. For mails about an account the transaction is in it; for the
 * others it may be anywhere, and stays there.
 */
export async function timeZoneOf(manager: EntityManager, reader: Reader): Promise<string> {
  if ('userId' in reader) return aside(manager, () => anywhere(manager, reader.userId));
  const { accountId, memberId: id } = reader;
  const member = await manager.findOneBy(MemberEntity, { accountId, id });
  return member?.timeZone ?? zoneOfAccount(manager, accountId);
}

/** The zone that the person has chosen in an account where they are active, else that of the first such account. */
async function anywhere(manager: EntityManager, userId: string): Promise<string> {
  const active = (await membershipsOf(manager, userId)).filter(({ status }) => status === 'active');
  const own = active.find(({ timeZone }) => timeZone !== null)?.timeZone;
  const [first] = active;
  if (own || !first) return own ?? UNKNOWN;
  await enterAccount(manager, first.accountId);
  return zoneOfAccount(manager, first.accountId);
}

async function zoneOfAccount(manager: EntityManager, id: string): Promise<string> {
  return (await manager.findOneBy(AccountEntity, { id }))?.timeZone ?? UNKNOWN;
}
