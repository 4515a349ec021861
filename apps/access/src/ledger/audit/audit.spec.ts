import { describe, expect, it } from '@jest/globals';
import type { AccountPolicy } from '@roster/permissions';
import { undone } from './past.js';
import { summaryOf } from './summary.js';

describe('A summary', () => {
  const ada = { kind: 'member', id: 'm1', name: 'Ada $& Lovelace' } as const;
  const bob = { type: 'member', id: 'm2', name: 'Bob $1' };

  it('is a sentence with the names that are known', () => {
    expect(summaryOf(ada, 'member.roles-set', bob)).toBe('Ada $& Lovelace changed the roles of Bob $1');
    expect(summaryOf({ kind: 'service', id: 'identity' }, 'member.active', { type: 'member', id: 'm3' })).toBe(
      'The identity service told that somebody who is no longer here is active',
    );
    expect(summaryOf({ kind: 'member', id: 'm1' }, 'member.deleted', bob)).toBe(
      'Somebody who is no longer here deleted Bob $1',
    );
  });

  it('of a entry without words of its own names it', () => {
    expect(summaryOf(ada, 'role.painted', { type: 'role', id: 'r1', name: 'Editor' })).toBe(
      'Ada $& Lovelace did "role.painted" to the role Editor',
    );
    expect(summaryOf(ada, 'role.painted', { type: 'account', id: 'a1' })).toMatch(/to the account$/);
  });
});

describe('An account with its changes undone', () => {
  const present: AccountPolicy = {
    accountId: 'a1',
    version: 9,
    status: 'active',
    ownerMemberId: 'm1',
    teamsEnabled: true,
    roles: [{ id: 'r1', grants: { 'x:view': true } }],
    members: [{ id: 'm1', status: 'active', roleIds: ['r1'] }],
    projects: [],
  };

  it('is what each change says was there before, the latest taken back first', () => {
    const before = { id: 'm1', status: 'active', roleIds: [] };
    const between = { ...before, roleIds: ['r2'] };
    const project = { id: 'p1', ownerMemberId: 'm2', team: [] };
    const gone = { id: 'm2', status: 'invited', roleIds: [] };
    const past = undone(present, [
      [
        { kind: 'member', id: 'm1', before: between, after: present.members[0] ?? null },
        { kind: 'role', id: 'r1', before: null, after: present.roles[0] ?? null },
      ],
      [
        { kind: 'member', id: 'm1', before, after: between },
        { kind: 'member', id: 'm2', before: gone, after: null },
        { kind: 'project', id: 'p1', before: project, after: null },
        {
          kind: 'account',
          id: 'a1',
          before: { status: 'suspended', ownerMemberId: 'm2', teamsEnabled: false },
          after: { status: 'active', ownerMemberId: 'm1', teamsEnabled: true },
        },
      ],
    ]);
    expect(past).toEqual({
      ...present,
      status: 'suspended',
      ownerMemberId: 'm2',
      teamsEnabled: false,
      roles: [],
      members: [before, gone],
      projects: [project],
    });
    expect(present.members).toHaveLength(1);
  });
});
