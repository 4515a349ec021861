import { pairs } from '../../account/accounts/pairs.js';
import type { Proposal } from './act.js';

/**
 * The roles that replace one that is deleted by the change, or was before. They are given to all who were promised it: by
 * a connection, an invitation or whatever else names roles, of which access does not know. So they count as given, whether
 * or not anybody holds the role.
 */
export function replacementsIn({ account, after }: Pick<Proposal, 'account' | 'after'>): string[] {
  const given = pairs(account.stored.roles, after.stored.roles).flatMap(({ before, after: is }) =>
    is?.replacedBy && is.replacedBy !== before?.replacedBy ? [is.replacedBy] : [],
  );
  return [...new Set(given)];
}
