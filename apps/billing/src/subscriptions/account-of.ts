import { RosterError, sessionRequired, type CallContext } from '@roster/contracts';

/** The account of a call whose permission was checked, which it therefore has. */
export function accountOf({ accountId }: CallContext): string {
  if (!accountId) throw new RosterError(sessionRequired);
  return accountId;
}
