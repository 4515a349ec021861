import { Injectable } from '@nestjs/common';
import { accountChanged, memberRolesChanged, type RoleReference } from '@roster/contracts';
import type { AccountDelta } from '@roster/permissions';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import type { StoredMember } from '../accounts/stored-account.js';
import { reference, sameRoles } from '../assignments/assignments.js';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';
import { pairs } from '../accounts/pairs.js';

/** Bytes of JSON that a delta may have to travel; beyond that whoever holds the account loads it anew. */
const MOST = 256 * 1024;

/** Tells the others of a new version: everyone who decides, what changed; who shows them, members' roles. */
@Injectable()
export class Announcements {
  constructor(private readonly outbox: Outbox) {}

  async make(
    manager: EntityManager,
    { before, after, delta }: { before: AccountSnapshot; after: AccountSnapshot; delta: AccountDelta },
  ): Promise<void> {
    const { id: accountId, preset } = after.stored;
    const fits = Buffer.byteLength(JSON.stringify(delta)) <= MOST;
    await this.outbox.record(manager, accountChanged, {
      accountId,
      subject: accountId,
      data: {
        preset,
        catalogueHash: after.catalogue.hash,
        from: before.version,
        version: after.version,
        delta: fits ? delta : null,
      },
    });
    const { version } = after;
    await this.outbox.recordAll(
      manager,
      memberRolesChanged,
      [...rolesToTell(before, after)].map(([memberId, roles]) => ({
        accountId,
        subject: memberId,
        data: { memberId, roles, version },
      })),
    );
  }
}

/** Of those who are new, whose roles are others, or are called otherwise: what they are now; of those gone, none. */
function rolesToTell(before: AccountSnapshot, after: AccountSnapshot): Map<string, RoleReference[]> {
  const named = new Map(after.roles.map((role) => [role.id, reference(role)]));
  const referencesOf = ({ roleIds }: StoredMember) =>
    after.roles.filter(({ id }) => roleIds.includes(id)).map(reference);
  const told = new Map<string, RoleReference[]>();
  for (const { before: was, after: is } of pairs(before.stored.members, after.stored.members)) {
    if (is && !(was && sameRoles(was.roleIds, is.roleIds))) told.set(is.id, referencesOf(is));
    else if (was && !is && was.roleIds.length > 0) told.set(was.id, []);
  }
  const renamed = before.roles.filter(({ id, name }) => named.has(id) && named.get(id)?.name !== name);
  if (renamed.length === 0) return told;
  const ids = new Set(renamed.map(({ id }) => id));
  for (const member of after.stored.members) {
    if (!told.has(member.id) && member.roleIds.some((id) => ids.has(id))) told.set(member.id, referencesOf(member));
  }
  return told;
}
