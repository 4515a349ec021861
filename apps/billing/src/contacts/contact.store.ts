import type { EntityManager } from 'typeorm';
import { ContactEntity } from './contact.entity.js';

/** The member who gets the mails and bills of the account; null for its owner. */
export async function contactOf(manager: EntityManager, accountId: string): Promise<string | null> {
  return (await manager.findOneBy(ContactEntity, { accountId }))?.memberId ?? null;
}

/** What identity says of who owns an account. */
export interface Ownership {
  readonly accountId: string;
  readonly ownerMemberId: string;
  readonly revision: number;
}

/** What identity says of a member. */
export interface MemberStanding {
  readonly accountId: string;
  readonly memberId: string;
  readonly isActive: boolean;
  readonly revision: number;
}

/** The contact, locked until the transaction ends; null where billing has no such account. It is the owner at first. */
export async function lockContact(manager: EntityManager, owned: Ownership): Promise<ContactEntity | null> {
  const { accountId, ownerMemberId, revision } = owned;
  const locking = { where: { accountId }, lock: { mode: 'pessimistic_write' } } as const;
  const found = await manager.findOne(ContactEntity, locking);
  if (found) return found;
  await manager.query(
    `insert into contacts (account_id, owner_member_id, owner_revision)
     select account_id, $2, $3 from subscriptions where account_id = $1 on conflict do nothing`,
    [accountId, ownerMemberId, revision],
  );
  return manager.findOne(ContactEntity, locking);
}

/**
 * Copies what is known of a member, unless something newer is. Deleted members stay, so that nothing older revives them. The
 * caller has moved the contact away from a member who is not active.
 */
export async function copyStanding(manager: EntityManager, standing: MemberStanding): Promise<void> {
  const { accountId, memberId, isActive, revision } = standing;
  await manager.query(
    `insert into members (account_id, id, is_active, revision) values ($1, $2, $3, $4)
     on conflict (account_id, id) do update set is_active = excluded.is_active, revision = excluded.revision
       where members.revision < excluded.revision`,
    [accountId, memberId, isActive, revision],
  );
}

/** What billing knows of the member; undefined where it has never heard of them. */
export async function standingOf(
  manager: EntityManager,
  { accountId, memberId }: Pick<MemberStanding, 'accountId' | 'memberId'>,
): Promise<Pick<MemberStanding, 'isActive' | 'revision'> | undefined> {
  const rows: Pick<MemberStanding, 'isActive' | 'revision'>[] = await manager.query(
    'select is_active as "isActive", revision from members where account_id = $1 and id = $2',
    [accountId, memberId],
  );
  return rows[0];
}
