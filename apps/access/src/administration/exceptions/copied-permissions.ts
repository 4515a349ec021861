import { permissionCopyFromOwner, RosterError, type CopyPermissions } from '@roster/contracts';
import { explain, grantProblem, snapshotOf } from '@roster/permissions';
import { invalid } from '@roster/service-kit';
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import {
  withMember,
  type StoredAccount,
  type StoredException,
  type StoredMember,
} from '../../account/accounts/stored-account.js';
import type { Setting } from '../changes/setting.js';
import { personOf } from '../../account/members/member-of.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { isOver } from '../../account/accounts/instant.js';
import { projectIdOf } from '../../account/projects/project.js';
import { requireExceptions } from './exception-changes.js';

/**
 * Replaces the target's ALLOWs by those of the source, at one level: the account, or the project that is named. Only
 * ALLOWs that have an effect are copied, with their expiries. Roles, DENYs and ownership are not copied. Rejects with
 * `permission.copy-from-owner` where the source owns the account or that project: their ALLOWs have no effect, so the
 * copy would only take away what the target has.
 */
export function withPermissionsCopied({ account, now }: Setting, input: CopyPermissions): StoredAccount {
  const target = personOf(account, input.memberId);
  const source = personOf(account, input.from);
  const projectId = projectIdOf(account, input.projectId);
  requireExceptions(account);
  if (source.id === target.id) throw invalid({ path: 'from', message: 'must be another member' });
  if (isOwned(account, source, projectId)) throw new RosterError(permissionCopyFromOwner);
  const copied = allowsInEffect(account, source, { projectId, now }).map((allow) => copyOf(allow, { target, now }));
  const kept = target.exceptions.filter((exception) => !isAllowOf(exception, projectId));
  const exceptions = [...kept, ...copied];
  const isSame =
    exceptions.length === target.exceptions.length && exceptions.every((each) => target.exceptions.includes(each));
  if (isSame) return account.stored;
  return withMember(account.stored, target.id, (member) => ({ ...member, exceptions }));
}

/** Whether the member owns the account, or the project. */
const isOwned = ({ stored }: AccountSnapshot, { id }: StoredMember, projectId: string | null): boolean =>
  stored.ownerMemberId === id ||
  stored.projects.some((project) => project.id === projectId && project.ownerMemberId === id);

export const isAllowOf = ({ effect, projectId }: StoredException, level: string | null): boolean =>
  effect === 'allow' && projectId === level;

function allowsInEffect(
  account: AccountSnapshot,
  source: StoredMember,
  { projectId, now }: { projectId: string | null; now: number },
): StoredException[] {
  const denied = denials(account, source, projectId);
  return source.exceptions.filter(
    (exception) =>
      isAllowOf(exception, projectId) &&
      !isOver(exception, now) &&
      !grantProblem(account.catalogue, exception.permission, exception.scope ?? true) &&
      !denied(exception.permission, now),
  );
}

/**
 * Whether a DENY takes a permission from the source. The source is treated as active, on the project team, and not an
 * owner, so that only DENYs make a difference.
 */
function denials(account: AccountSnapshot, source: StoredMember, projectId: string | null) {
  const { policy, catalogue } = account;
  const level = projectId ?? 'any';
  const member = policy.members.find(({ id }) => id === source.id);
  const alone = snapshotOf(catalogue, {
    ...policy,
    status: 'active',
    ownerMemberId: '',
    members: member ? [{ ...member, status: 'active' }] : [],
    projects: [{ id: level, ownerMemberId: '', team: [{ memberId: source.id }] }],
    partners: [],
  });
  return (permission: string, now: number): boolean =>
    explain(alone, { memberId: source.id, permission, projectId: level }, now).reason === 'exception_deny';
}

/** The copy of an exception. Where the target already has the same exception, that one is kept. */
function copyOf(
  { permission, effect, scope, projectId, expiresAt, reason }: StoredException,
  { target, now }: { target: StoredMember; now: number },
): StoredException {
  const said = { permission, effect, scope, projectId, expiresAt, reason };
  const known = target.exceptions.find(({ id, createdAt, ...other }) =>
    isDeepStrictEqual({ ...other, id, createdAt }, { ...said, id, createdAt }),
  );
  return known ?? { ...said, id: uuidv7(), createdAt: now };
}
