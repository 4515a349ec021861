import type { AccountPolicy } from '@roster/permissions';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import type { ChangePart } from './chain.js';
import { pairs } from '../../account/accounts/pairs.js';

/** What differs in `after`, thing by thing. `before` is missing for a new account. */
export function partsBetween(before: AccountSnapshot, after: AccountSnapshot): ChangePart[] {
  const isNew = before.version === 0;
  const was = isNew ? null : accountState(before.policy);
  const is = accountState(after.policy);
  const account: ChangePart = { kind: 'account', id: after.policy.accountId, before: was, after: is };
  return [
    ...(JSON.stringify(was) === JSON.stringify(is) ? [] : [account]),
    ...changed('role', before.roles, after.roles),
    ...changed('member', before.policy.members, after.policy.members),
    ...changed('project', before.stored.projects, after.stored.projects),
    ...changed('team', before.stored.teams, after.stored.teams),
  ];
}

const accountState = ({ status, ownerMemberId, teamsEnabled = false }: AccountPolicy) => ({
  status,
  ownerMemberId,
  teamsEnabled,
});

function changed<T extends { readonly id: string }>(
  kind: ChangePart['kind'],
  before: readonly T[],
  after: readonly T[],
): ChangePart[] {
  return pairs(before, after)
    .filter(({ before: was, after: is }) => JSON.stringify(was) !== JSON.stringify(is))
    .map(({ before: was, after: is }) => ({
      kind,
      id: (is ?? was)?.id ?? '',
      before: was ?? null,
      after: is ?? null,
    }));
}
