import { callerLimited, RosterError, type CallContext, type Reach } from '@roster/contracts';

/** What a call is about to touch. */
export interface Touched {
  readonly accountId: string;
  /** Left out where it is about no record. */
  readonly recordType?: string;
}

/**
 * Throws `caller.limited` unless the other service that asks may touch this account, and records of this type (`docs/decisions.md`
 * 11). Our own services have no such limits. The account in the input is looked at before the handler anyway; a handler
 * that touches records, or another account, says so here.
 */
export function assertMayTouch({ caller }: CallContext, { accountId, recordType }: Touched): void {
  if (!caller) return;
  if (!reaches(caller.accounts, accountId.toLowerCase())) throw limited('account');
  if (recordType !== undefined && !reaches(caller.recordTypes, recordType)) throw limited('record-type');
}

const reaches = (reach: Reach, one: string): boolean => reach === 'all' || reach.includes(one);

const limited = (limit: 'account' | 'record-type') => new RosterError(callerLimited, undefined, { details: { limit } });

/** Whoever asks under a name says in the input which account it is about: where it says none, only one without limits may. */
export const accountIn = (input: object): string =>
  'accountId' in input && typeof input.accountId === 'string' ? input.accountId : '';
