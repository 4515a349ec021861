import { RosterError, versionChanged, type Change } from '@roster/contracts';
import { differenceBetween } from '../../ledger/ledger/persist.js';
import type { Act, Proposal } from '../privileges/act.js';
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
  const next = nextAccount({ ...act, createdId }, change);
  if (!differenceBetween(act.account.stored, next)) return undefined;
  return { ...act, after: act.account.next(next), named: namedIn(change), projectId: projectOf(act, change) };
}
