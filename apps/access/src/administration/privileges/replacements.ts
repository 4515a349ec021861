import { pairs } from '../../account/accounts/pairs.js';
import type { Proposal } from './act.js';

/**
 * The roles that replace a role that this change deletes, or one that was deleted before. They are given to everyone
 * who was promised the deleted role by an invitation or a connection. Access does not know who that is, so they count
 * as given whether or not anybody holds the role.
 */
export function replacementsIn({ account, after }: Pick<Proposal, 'account' | 'after'>): string[] {
  const given = pairs(account.stored.roles, after.stored.roles).flatMap(({ before, after: is }) =>
    is?.replacedBy && is.replacedBy !== before?.replacedBy ? [is.replacedBy] : [],
  );
  return [...new Set(given)];
}
