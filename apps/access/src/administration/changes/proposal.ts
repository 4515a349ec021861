import { RosterError, versionChanged, type Change } from '@roster/contracts';
import { differenceBetween } from '../../ledger/ledger/persist.js';
import type { Act, Proposal } from '../privileges/act.js';
import { peopleMoved } from '../projects/team-changes.js';
import { nextAccount } from './kinds.js';
import { namedIn, projectOf, requireRight } from './permission.js';

/**
 * Rejects where the actor may not make a change of this kind, and with `version.changed` where they saw an older
 * account.
 */
export function requireAskable(act: Act, change: Change): void {
  requireRight(act, change);
  const { version } = act.account;
  const { ifVersion } = change;
  if (ifVersion === undefined || ifVersion === version) return;
  throw new RosterError(versionChanged, undefined, { details: { version } });
}

/** What the account would become, for the rules to check; undefined where the change has no effect. */
export function proposalOf(act: Act, change: Change, createdId: string): Proposal | undefined {
  const { stored } = act.account;
  const next = nextAccount({ ...act, createdId }, change);
  if (!differenceBetween(stored, next)) return undefined;
  const after = act.account.next(next);
  const projectId = projectOf(act, change);
  const moved = peopleMoved(stored, next);
  if (moved.memberIds.length > 0) {
    // Whoever comes onto a team gains there what they have in every project. So they are not counted as on it already.
    return { ...act, after, named: moved.memberIds, confinedTo: new Set(moved.projectIds) };
  }
  const confined = projectId === undefined ? {} : { projectId, confinedTo: new Set([projectId]) };
  return { ...act, after, named: namedIn(change), ...confined };
}
