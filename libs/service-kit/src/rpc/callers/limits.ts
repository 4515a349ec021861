import { callerLimited, RosterError, type CallContext, type Reach } from '@roster/contracts';

/** What a call is about to touch. */
export interface Touched {
  readonly accountId: string;
  /** Left out where the call is not about records. */
  readonly recordType?: string;
}

/**
 * Throws `caller.limited` unless the calling service may touch this account, and records of this type
 * (`docs/decisions.md` 11). Our own services have no such limits. The account in the input is checked before the
 * handler anyway; a handler that touches records, or another account, calls this itself.
 */
export function assertMayTouch({ caller }: CallContext, { accountId, recordType }: Touched): void {
  if (!caller) return;
  if (!reaches(caller.accounts, accountId.toLowerCase())) throw limited('account');
  if (recordType !== undefined && !reaches(caller.recordTypes, recordType)) throw limited('record-type');
}

const reaches = (reach: Reach, one: string): boolean => reach === 'all' || reach.includes(one);

const limited = (limit: 'account' | 'record-type') => new RosterError(callerLimited, undefined, { details: { limit } });

/** The account that a named caller's input is about. An input without one is allowed only to callers without limits. */
export const accountIn = (input: object): string =>
  'accountId' in input && typeof input.accountId === 'string' ? input.accountId : '';
