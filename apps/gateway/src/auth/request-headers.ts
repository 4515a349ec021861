import { RosterError, sessionAccountChanged, type ResolvedSession } from '@roster/contracts';
import type { FastifyRequest } from 'fastify';

type Headers = Pick<FastifyRequest, 'headers'>;

/**
 * Whether a page sends the request by itself (`Roster-Background: 1`), as when it refreshes what it shows. Such a request
 * is no use of the session, so that a window that is left open does not keep it from ending (S31).
 */
export const isFromBackground = ({ headers }: Headers): boolean => headers['roster-background'] === '1';

/**
 * Rejects a request that names another account than its session's (`Roster-Account`): it comes from a window that shows
 * another account, and what it reads or writes there must not happen here.
 */
export function assertShownAccount(request: Headers, { accountId }: Pick<ResolvedSession, 'accountId'>): void {
  if (!isOfShownAccount(request, accountId)) throw new RosterError(sessionAccountChanged);
}

/** Whether the request names this account, or none. */
export const isOfShownAccount = ({ headers }: Headers, accountId: string): boolean => {
  const shown = headers['roster-account'];
  return shown === undefined || (typeof shown === 'string' && shown.toLowerCase() === accountId.toLowerCase());
};
