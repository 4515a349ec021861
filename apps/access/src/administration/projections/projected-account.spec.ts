import { describe, expect, it } from '@jest/globals';
import type { AccountState, FormerOwner } from '@roster/contracts';
import { accountOf, presetWith } from '../../../../../test/access/account-of.js';
import { memberState } from '../../../../../test/access/people.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { projectedAccount } from './projected-account.js';

const roles = { top: { grants: {}, below: 'admin' }, desk: { grants: {}, below: 'top' } };
const tree = presetWith({ roleTree: true });
const state = (ownerMemberId: string, revision: number): AccountState => ({
  id: 'account',
  name: 'Acme',
  preset: tree.name,
  status: 'active',
  ownerMemberId,
  revision,
});

/** The account after an event about it, which arrives with the state of some member. */
const hear = (account: AccountSnapshot, heard: AccountState, formerOwner?: FormerOwner): AccountSnapshot =>
  account.next(
    projectedAccount(
      account,
      {
        account: heard,
        member: memberState({ id: 'bystander', revision: heard.revision }),
        ...(formerOwner && { formerOwner }),
      },
      undefined,
    ),
  );

const rolesOf = (account: AccountSnapshot, memberId: string) =>
  account.stored.members.find(({ id }) => id === memberId)?.roleIds;

const former = { memberId: 'owner', roleId: 'desk' };

describe('A transfer of ownership', () => {
  it('gives the owner’s role to the new owner, and the role that was named in place of the root to the former one', () => {
    const account = accountOf({ preset: tree, roles, members: { ada: { roleIds: ['top'], managerId: 'owner' } } });
    const after = hear(account, state('ada', 2), former);
    expect(after.stored.ownerMemberId).toBe('ada');
    expect(rolesOf(after, 'ada')).toEqual(['top', 'admin']);
    expect(rolesOf(after, 'owner')).toEqual(['desk']);
    expect(after.stored.members.find(({ id }) => id === 'ada')?.managerId).toBeNull();
  });

  it('replaces their role where there is one only', () => {
    const preset = presetWith({ roleTree: true, roleCardinality: 'single' });
    const after = hear(accountOf({ preset, roles, members: { ada: ['top'] } }), state('ada', 2), former);
    expect(rolesOf(after, 'ada')).toEqual(['admin']);
  });

  it('gives the former owner the replacement of the named role, if that role was deleted meanwhile', () => {
    const account = accountOf({ preset: tree, roles, members: { ada: ['top'] } });
    const stored = account.stored.roles.map((role) =>
      role.id === 'desk' ? { ...role, deleted: true, replacedBy: 'top' } : role,
    );
    const after = hear(account.next({ ...account.stored, roles: stored }), state('ada', 2), former);
    expect(rolesOf(after, 'owner')).toEqual(['top']);
  });

  it('leaves the former owner their role where there is no tree', () => {
    const account = accountOf({ roles: { top: { grants: {} } }, members: { ada: ['top'] } });
    const after = hear(account, state('ada', 2), { memberId: 'owner', roleId: null });
    expect(rolesOf(after, 'owner')).toEqual(['admin']);
    expect(rolesOf(after, 'ada')).toEqual(['top', 'admin']);
  });

  it('ends the same where another event about the new owner came first, and an old event changes nothing', () => {
    const account = accountOf({ preset: tree, roles, members: { ada: ['top'] } });
    const early = hear(account, state('ada', 3));
    expect(rolesOf(early, 'owner')).toEqual([]);
    const late = hear(early, state('ada', 2), former);
    expect(rolesOf(late, 'owner')).toEqual(['desk']);
    expect(hear(late, state('owner', 1)).stored.ownerMemberId).toBe('ada');
    const back = hear(late, state('owner', 4), { memberId: 'ada', roleId: 'top' });
    expect(rolesOf(back, 'owner')).toEqual(['desk', 'admin']);
    expect(rolesOf(hear(back, state('ada', 3), former), 'owner')).toEqual(['desk', 'admin']);
  });
});

describe('A member who is deleted', () => {
  it('leaves nothing that is theirs, and their reports get their manager', () => {
    const account = accountOf({
      roles: { top: { grants: {} } },
      members: {
        ada: ['top'],
        bob: {
          roleIds: ['top'],
          managerId: 'ada',
          agentAccess: true,
          has: [{ permission: 'contacts:merge', effect: 'allow' }],
        },
        cid: { roleIds: [], managerId: 'bob' },
      },
      projects: { one: { owner: 'ada', team: ['bob', 'cid'] } },
    });
    const gone = memberState({ id: 'bob', status: 'deleted', revision: 9 });
    const stored = projectedAccount(account, { account: state('owner', 1), member: gone }, undefined);
    expect(stored.members.find(({ id }) => id === 'bob')).toMatchObject({
      status: 'deleted',
      email: '',
      roleIds: [],
      exceptions: [],
      agentAccess: false,
      managerId: null,
    });
    const after = account.next(stored);
    expect(after.policy.members.map(({ id }) => id)).toEqual(['owner', 'ada', 'cid']);
    expect(after.stored.members.find(({ id }) => id === 'cid')?.managerId).toBe('ada');
    expect(after.stored.projects[0]?.team.map(({ memberId }) => memberId)).toEqual(['cid']);
  });
});
