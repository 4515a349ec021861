import {
  exceptionExists,
  exceptionNotAllowed,
  exceptionNotFound,
  RosterError,
  type AddException,
  type RemoveException,
} from '@roster/contracts';
import { grantProblem, scopeBits, scopeNames, type Catalogue, type ScopeName } from '@roster/permissions';
import { invalid } from '@roster/service-kit';
import { withMember, type StoredAccount, type StoredException } from '../../account/accounts/stored-account.js';
import type { Setting } from '../changes/setting.js';
import { personOf } from '../../account/members/member-of.js';
import { isOver } from '../../account/accounts/instant.js';
import { projectIdOf } from '../../account/projects/project.js';
import { grantError } from '../../account/roles/closed-grants.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

/** Adds an ALLOW or a DENY. It replaces an expired exception of the same kind. */
export function withException({ account, now, createdId }: Setting, input: AddException): StoredAccount {
  const member = personOf(account, input.memberId);
  const projectId = projectIdOf(account, input.projectId);
  requireExceptions(account);
  const exception: StoredException = {
    id: createdId,
    permission: input.permission,
    effect: input.effect,
    scope: scopeOf(account.catalogue, input),
    projectId,
    expiresAt: expiryOf(input.expiresAt, now),
    reason: input.reason?.trim() || null,
    createdAt: now,
  };
  requireLevel(account.catalogue, exception);
  const [like] = member.exceptions.filter((other) => isLike(other, exception));
  if (like && !isOver(like, now)) {
    throw new RosterError(exceptionExists, undefined, { details: { exceptionId: like.id } });
  }
  const kept = member.exceptions.filter((other) => other !== like);
  return withMember(account.stored, member.id, (present) => ({ ...present, exceptions: [...kept, exception] }));
}

export function withoutException({ account }: Pick<Setting, 'account'>, input: RemoveException): StoredAccount {
  const { member, exception } = exceptionOf(account, input);
  requireExceptions(account);
  const exceptions = member.exceptions.filter(({ id }) => id !== exception.id);
  return withMember(account.stored, member.id, (present) => ({ ...present, exceptions }));
}

/** Rejects with `member.not-found` or `exception.not-found`. */
export function exceptionOf(account: AccountSnapshot, { memberId, exceptionId }: RemoveException) {
  const member = personOf(account, memberId);
  const exception = member.exceptions.find(({ id }) => id === exceptionId.toLowerCase());
  if (!exception) throw new RosterError(exceptionNotFound);
  return { member, exception };
}

export function requireExceptions({ preset }: AccountSnapshot): void {
  if (preset.exceptions === 'off') throw new RosterError(exceptionNotAllowed);
}

/** Whether two exceptions are of the same kind. A member has at most one for each permission, project and effect. */
const isLike = (a: StoredException, b: StoredException): boolean =>
  a.permission === b.permission && a.effect === b.effect && a.projectId === b.projectId;

function scopeOf(catalogue: Catalogue, { permission: key, effect, scope }: AddException): readonly ScopeName[] | null {
  const permission = catalogue.find(key);
  const isScoped = permission?.kind === 'scoped';
  const problem = grantProblem(catalogue, key, isScoped ? ['own'] : true);
  if (problem) throw invalid(grantError(catalogue, { key, problem, path: 'permission' }));
  const takesScope = isScoped && effect === 'allow';
  if (takesScope === (scope !== undefined)) return scope ? scopeNames(scopeBits(scope)) : null;
  if (takesScope) throw invalid(grantError(catalogue, { key, problem: 'scope_required', path: 'scope' }));
  throw invalid({ path: 'scope', message: effect === 'deny' ? 'is not for a DENY' : 'is not for a yes or no' });
}

function requireLevel(catalogue: Catalogue, { permission, projectId }: StoredException): void {
  if (projectId === null || catalogue.find(permission)?.level === 'project') return;
  throw invalid({ path: 'projectId', message: 'is not for a permission of the account' });
}

function expiryOf(expiresAt: string | undefined, now: number): number | null {
  if (expiresAt === undefined) return null;
  const instant = Date.parse(expiresAt);
  if (Number.isNaN(instant)) throw invalid({ path: 'expiresAt', message: 'must be an instant' });
  if (instant <= now) throw invalid({ path: 'expiresAt', message: 'must be yet to come' });
  return instant;
}
