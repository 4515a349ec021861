import { RosterError, versionChanged, type Change } from '@roster/contracts';
import { differenceBetween } from '../../ledger/ledger/persist.js';
import type { Act, Proposal } from '../privileges/act.js';
import { nextAccount } from './next-account.js';
import { namedIn, projectOf, requireRight } from './permission.js';

/** Rejects where the actor may not make such a change, and with `version.changed` where he saw another account. */
export function requireAskable(act: Act, change: Change): void {
  requireRight(act, change);
  const { version } = act.account;
  const { ifVersion } = change;
  if (ifVersion === undefined || ifVersion === version) return;
  throw new RosterError(versionChanged, undefined, { details: { version } });
}

/** What the change would make of the account, for the rules to look at; undefined where it changes nothing. */
export function proposalOf(act: Act, change: Change, createdId: string): Proposal | undefined {
  const next = nextAccount({ ...act, createdId }, change);
  if (!differenceBetween(act.account.stored, next)) return undefined;
  return { ...act, after: act.account.next(next), named: namedIn(change), projectId: projectOf(act, change) };
}
