import { describe, expect, it } from '@jest/globals';
import type { Change } from '@roster/contracts';
import { accountOf, presetWith, type Described } from '../../../../../test/access/account-of.js';
import { nextAccount } from '../changes/kinds.js';
import type { StoredException } from '../../account/accounts/stored-account.js';

const NOW = 1_000_000;
const inAMoment = new Date(NOW + 1).toISOString();

const refusal = (code: string) => expect.objectContaining({ code });
const invalid = (path: string) =>
  expect.objectContaining({ code: 'request.invalid', details: { errors: [expect.objectContaining({ path })] } });

/** The member's exceptions after the change. */
function after(described: Described, change: Change & { memberId: string }): readonly StoredException[] {
  const next = nextAccount({ account: accountOf(described), now: NOW, createdId: 'created', actorId: 'owner' }, change);
  return next.members.find(({ id }) => id === change.memberId)?.exceptions ?? [];
}

const add = (permission: string, more: object = {}): Change & { memberId: string } => ({
  kind: 'exception.add',
  memberId: 'ada',
  permission,
  effect: 'allow',
  ...more,
});

const described: Described = { members: { ada: [] }, projects: { one: { owner: 'owner', team: ['ada'] } } };

describe('An exception', () => {
  it('is an ALLOW with its scope, or a DENY without', () => {
    expect(
      after(described, add('contacts:edit', { scope: ['sameRole'], expiresAt: inAMoment, reason: ' Audit ' })),
    ).toEqual([
      {
        id: 'created',
        permission: 'contacts:edit',
        effect: 'allow',
        scope: ['own', 'sameRole'],
        projectId: null,
        expiresAt: NOW + 1,
        reason: 'Audit',
        createdAt: NOW,
      },
    ]);
    expect(after(described, add('contacts:edit', { effect: 'deny' }))).toMatchObject([{ effect: 'deny', scope: null }]);
    expect(after(described, add('bots:train', { projectId: 'one' }))).toMatchObject([{ projectId: 'one' }]);
  });

  it.each([
    ['x:y', {}, 'permission'],
    ['bots:drop', {}, 'permission'],
    ['contacts:edit', {}, 'scope'],
    ['contacts:edit', { effect: 'deny', scope: ['own'] }, 'scope'],
    ['contacts:merge', { scope: ['all'] }, 'scope'],
    ['contacts:merge', { projectId: 'one' }, 'projectId'],
    ['contacts:merge', { expiresAt: new Date(NOW).toISOString() }, 'expiresAt'],
    ['contacts:merge', { expiresAt: 'soon' }, 'expiresAt'],
  ])('of %s with %j is refused at %s', (permission, more, path) => {
    expect(() => after(described, add(permission, more))).toThrow(invalid(path));
  });

  it('names a member and a project that exist', () => {
    expect(() => after(described, add('contacts:merge', { memberId: 'nobody' }))).toThrow(refusal('member.not-found'));
    expect(() => after(described, add('bots:train', { projectId: 'x' }))).toThrow(refusal('project.not-found'));
  });

  it('exists once for a permission, project and effect; an expired one is replaced', () => {
    const has = [{ permission: 'contacts:merge', effect: 'allow' }] as const;
    const holding = { ...described, members: { ada: { has } } };
    expect(() => after(holding, add('contacts:merge'))).toThrow(
      expect.objectContaining({ code: 'exception.exists', details: { exceptionId: 'ada 0' } }),
    );
    expect(after(holding, add('contacts:merge', { effect: 'deny' }))).toHaveLength(2);
    const over = { ...described, members: { ada: { has: [{ ...has[0], expiresAt: NOW }] } } };
    expect(after(over, add('contacts:merge'))).toMatchObject([{ id: 'created' }]);
  });

  it('is for products that have exceptions', () => {
    const preset = presetWith({ exceptions: 'off' });
    expect(() => after({ ...described, preset }, add('contacts:merge'))).toThrow(refusal('exception.not-allowed'));
  });

  it('is taken back by its id', () => {
    const has = [{ permission: 'contacts:merge', effect: 'allow' }] as const;
    const remove = (exceptionId: string) =>
      after({ members: { ada: { has } } }, { kind: 'exception.remove', memberId: 'ada', exceptionId });
    expect(remove('ada 0')).toEqual([]);
    expect(() => remove('ada 1')).toThrow(refusal('exception.not-found'));
  });
});

describe('A copy of permissions', () => {
  const copy = (account: Described, more: object = {}) =>
    after(account, { kind: 'permissions.copy', memberId: 'bob', from: 'ada', ...more });
  const said = (exceptions: readonly StoredException[]) =>
    exceptions.map(({ permission, effect, expiresAt }) => `${effect} ${permission} ${expiresAt}`);

  const accounts: Described = {
    members: {
      ada: {
        roleIds: ['admin'],
        has: [
          { permission: 'contacts:merge', effect: 'allow', expiresAt: NOW + 5 },
          { permission: 'contacts:view', effect: 'allow', scope: ['all'], expiresAt: NOW },
          { permission: 'contacts:edit', effect: 'allow', scope: ['own'] },
          { permission: 'contacts:edit', effect: 'deny' },
          { permission: 'bots:train', effect: 'allow' },
          { permission: 'bots:view', effect: 'allow', projectId: 'one' },
        ],
      },
      bob: {
        has: [
          { permission: 'bots:train', effect: 'allow' },
          { permission: 'contacts:view', effect: 'allow', scope: ['own'] },
          { permission: 'contacts:merge', effect: 'deny' },
          { permission: 'bots:train', effect: 'allow', projectId: 'one' },
        ],
      },
    },
    projects: { one: { owner: 'pat', team: ['ada', 'bob'] } },
  };

  it('replaces the ALLOWs of the account by those in effect, with their ends, and nothing else', () => {
    expect(said(copy(accounts))).toEqual([
      'deny contacts:merge null',
      'allow bots:train null',
      `allow contacts:merge ${NOW + 5}`,
      'allow bots:train null',
    ]);
  });

  it('keeps what is already the same', () => {
    const twice = copy(accounts);
    expect(twice.find(({ permission, projectId }) => permission === 'bots:train' && !projectId)?.id).toBe('bob 0');
    const none = { members: { ada: [], bob: [] } };
    const account = accountOf(none);
    const change = { kind: 'permissions.copy', memberId: 'bob', from: 'ada' } as const;
    expect(nextAccount({ account, now: NOW, createdId: 'x', actorId: 'owner' }, change)).toBe(account.stored);
  });

  it('of a project replaces those of the project', () => {
    expect(said(copy(accounts, { projectId: 'one' }))).toEqual([
      'allow bots:train null',
      'allow contacts:view null',
      'deny contacts:merge null',
      'allow bots:view null',
    ]);
  });

  it('is not made from an owner: their rights come from ownership, so there is nothing to copy', () => {
    const fromOwner = refusal('permission.copy-from-owner');
    expect(() => copy(accounts, { from: 'owner' })).toThrow(fromOwner);
    expect(() => copy(accounts, { from: 'owner', projectId: 'one' })).toThrow(fromOwner);
    const owned = { ...accounts, projects: { one: { owner: 'ada', team: ['bob'] } } };
    expect(() => copy(owned, { projectId: 'one' })).toThrow(fromOwner);
    expect(said(copy(owned))).toEqual(said(copy(accounts)));
  });

  it('is from another member, and refused where there are no exceptions', () => {
    expect(() => copy(accounts, { from: 'bob' })).toThrow(invalid('from'));
    expect(() => copy(accounts, { from: 'nobody' })).toThrow(refusal('member.not-found'));
    expect(() => copy(accounts, { projectId: 'x' })).toThrow(refusal('project.not-found'));
    const preset = presetWith({ exceptions: 'off' });
    expect(() => copy({ ...accounts, preset })).toThrow(refusal('exception.not-allowed'));
  });
});
