import type { Grants } from '../policy/policy.js';
import { ALL, scopeBits, scopeNames, type ScopeName } from '../scope/scope.js';
import { closedRow } from '../snapshot/grants.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { decide } from '../decision/decide.js';

/** Permission → the scope that is held. A permission that is missing is not held. */
export type Held = Readonly<Record<string, readonly ScopeName[]>>;

export interface Effective {
  readonly permissions: Held;
  readonly version: number;
  /** The next instant (ms) at which an expiry may change the list. */
  readonly until?: number;
}

/** Everything a member may do; permissions of project level only where a project is named. */
export function effective(snapshot: Snapshot, memberId: string, now: number, projectId?: string): Effective {
  const permissions: Record<string, readonly ScopeName[]> = {};
  let until = Infinity;
  for (const { key } of snapshot.catalogue.permissions) {
    const decision = decide(snapshot, { memberId, permission: key, ...(projectId && { projectId }) }, now);
    if (decision.allowed) permissions[key] = decision.scope;
    until = Math.min(until, decision.until ?? Infinity);
  }
  return { permissions, version: snapshot.version, ...(until !== Infinity && { until }) };
}

/** What the first holds and the second does not, bit by bit. `all` without `own` is still called `all`. */
export function beyond(held: Held, other: Held): Held {
  const rest: Record<string, readonly ScopeName[]> = {};
  if (held === other) return rest;
  for (const [key, scope] of Object.entries(held)) {
    const bits = scopeBits(scope) & ~scopeBits(other[key] ?? []);
    if (bits !== 0) rest[key] = scopeNames(bits);
  }
  return rest;
}

/**
 * The privilege ceiling: what these grants would give (with implications) that the actor does not hold at this instant.
 * Empty where the actor may pass them on, and always for the account's owner. It compares bits, not records. A project
 * permission counts as held in the named project only.
 */
export function exceeds(snapshot: Snapshot, actorId: string, grants: Grants, now: number, projectId?: string): Held {
  if (actorId === snapshot.ownerMemberId) return {};
  const held = effective(snapshot, actorId, now, projectId).permissions;
  const missing: Record<string, readonly ScopeName[]> = {};
  const given = closedRow(snapshot.catalogue, grants);
  for (const { key, index } of snapshot.catalogue.permissions) {
    const above = (given[index] ?? 0) & ~scopeBits(held[key] ?? []) & ALL;
    if (above !== 0) missing[key] = scopeNames(above);
  }
  return missing;
}
