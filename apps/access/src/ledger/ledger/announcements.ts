import { Injectable } from '@nestjs/common';
import {
  accountChanged,
  memberRolesChanged,
  memberTeamsChanged,
  type Act,
  type ChangeSeal,
  type MemberRolesChange,
  type RoleReference,
  type TeamReference,
} from '@roster/contracts';
import type { AccountDelta } from '@roster/permissions';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import type { StoredMember } from '../../account/accounts/stored-account.js';
import { reference, sameRoles } from '../../account/assignments/assignments.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { seesMembers } from '../../account/members/sees-members.js';
import { teamsOf } from '../../account/teams/team.js';
import { pairs } from '../../account/accounts/pairs.js';

/** The maximum bytes of JSON of a delta in an event. Beyond it, evaluators load the account again. */
const MOST = 256 * 1024;

/** Announces a new version: to evaluators what changed, and to services that show members their roles and teams. */
@Injectable()
export class Announcements {
  constructor(private readonly outbox: Outbox) {}

  async make(
    manager: EntityManager,
    {
      before,
      after,
      delta,
      seal,
      act,
    }: {
      before: AccountSnapshot;
      after: AccountSnapshot;
      delta: AccountDelta;
      seal: ChangeSeal;
      act: Act;
    },
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
        seal,
        target: { type: act.targetType, id: act.targetId },
      },
    });
    const { version } = after;
    const changes = changesOfRoles(before, after, act);
    await this.outbox.recordAll(
      manager,
      memberRolesChanged,
      [...rolesToTell(before, after)].map(([memberId, roles]) => ({
        accountId,
        subject: memberId,
        data: { memberId, roles, version, ...(changes.has(memberId) && { change: changes.get(memberId) }) },
      })),
    );
    await this.outbox.recordAll(
      manager,
      memberTeamsChanged,
      [...teamsToTell(before, after)].map(([memberId, teams]) => ({
        accountId,
        subject: memberId,
        data: { memberId, teams, version },
      })),
    );
  }
}

/**
 * The present roles of members who are new, have other roles, or whose roles were renamed. A deleted member has none.
 */
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

/** The acts of a person by which others get other roles. A new owner, and the former one, are told of the account. */
const GIVES_ROLES: readonly string[] = ['member.roles-set', 'role.deleted'];
/** Beyond so many members a change is a reorganisation, of which its administrators tell people in their own words. */
const MOST_TOLD = 100;

/** What those are mailed who had other roles before. None of them is told that a role of theirs was edited or renamed. */
function changesOfRoles(before: AccountSnapshot, after: AccountSnapshot, act: Act): Map<string, MemberRolesChange> {
  const told = new Map<string, MemberRolesChange>();
  if (!GIVES_ROLES.includes(act.action)) return told;
  const changed = pairs(before.stored.members, after.stored.members).filter(
    (pair): pair is { before: StoredMember; after: StoredMember } =>
      pair.before !== undefined && pair.after !== undefined && !sameRoles(pair.before.roleIds, pair.after.roleIds),
  );
  if (changed.length > MOST_TOLD) return told;
  const { actor, at, address, userAgent } = act;
  for (const { before: was, after: is } of changed) {
    const roles = before.roles.filter(({ id }) => was.roleIds.includes(id)).map(reference);
    const seesActor = seesMembers(after, is.id, Date.parse(at));
    told.set(is.id, { before: roles, actor, seesActor, at, address, userAgent });
  }
  return told;
}

/** The same for teams. Most members have none. */
function teamsToTell({ stored: before }: AccountSnapshot, { stored: after }: AccountSnapshot) {
  const told = new Map<string, TeamReference[]>();
  for (const { before: was, after: is } of pairs(before.members, after.members)) {
    const [had, has] = [was, is].map((member) => JSON.stringify(member?.teams.map(({ teamId }) => teamId) ?? []));
    if (had !== has) told.set((is ?? was)?.id ?? '', is ? teamsOf(after, is) : []);
  }
  const names = new Map(before.teams.map(({ id, name }) => [id, name]));
  const renamed = new Set(after.teams.filter(({ id, name }) => (names.get(id) ?? name) !== name).map(({ id }) => id));
  if (renamed.size === 0) return told;
  for (const member of after.members) {
    if (member.teams.some(({ teamId }) => renamed.has(teamId))) told.set(member.id, teamsOf(after, member));
  }
  return told;
}
