import { describe, expect, it } from '@jest/globals';
import type { GrantValue } from '@roster/contracts';
import { effective, type ExceptionPolicy, type Grants } from '@roster/permissions';
import fc from 'fast-check';
import { accountOf, type Described } from '../../../../../test/access/account-of.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { nextAccount } from '../changes/kinds.js';
import { projectPermissions } from './permission-changes.js';

const NOW = 1_000_000;
const KEYS = [
  'project:view',
  'project-team:view',
  'project-team:edit',
  'project-permissions:view',
  'project-permissions:edit',
  'bots:view',
  'bots:train',
] as const;

const set = (account: AccountSnapshot, grants: Record<string, GrantValue>): AccountSnapshot =>
  account.next(
    nextAccount(
      { account, now: NOW, createdId: 'created', actorId: 'owner' },
      { kind: 'project.set-permissions', projectId: 'one', memberId: 'ada', grants },
    ),
  );

const heldIn = ({ snapshot }: AccountSnapshot, projectId: string, at = NOW): string[] => {
  const { permissions } = effective(snapshot, 'ada', at, projectId);
  return KEYS.filter((key) => key in permissions);
};

const exceptionsOf = ({ stored }: AccountSnapshot) => stored.members.find(({ id }) => id === 'ada')?.exceptions ?? [];

const subset = fc.subarray([...KEYS]);
const exception: fc.Arbitrary<ExceptionPolicy> = fc.record({
  permission: fc.constantFrom(...KEYS),
  effect: fc.constantFrom('allow' as const, 'deny' as const),
  projectId: fc.constantFrom(null, 'one', 'two'),
  expiresAt: fc.constantFrom(null, NOW - 1, NOW + 1),
  reason: fc.constantFrom(null, 'Because'),
});

const unlike = (exceptions: readonly ExceptionPolicy[]) => [
  ...new Map(exceptions.map((each) => [`${each.permission} ${each.effect} ${each.projectId}`, each])).values(),
];

const world = (granted: readonly string[], has: readonly ExceptionPolicy[]): Described => ({
  roles: { helper: { grants: Object.fromEntries(granted.map((key) => [key, true])) as Grants } },
  members: { ada: { roleIds: ['helper'], has: unlike(has) } },
  projects: { one: { owner: 'owner', team: ['ada'] }, two: { owner: 'owner', team: ['ada'] } },
});

/** What grants mean with all that they imply. */
const meant = (keys: readonly string[]): string[] =>
  KEYS.filter((key) =>
    keys.some((one) => one === key || (key.endsWith(':view') && one.startsWith(`${key.slice(0, -4)}`))),
  );

describe('What a person may do in a project', () => {
  it('is exactly what was set, whatever roles and exceptions gave or took before; and nothing changes elsewhere', () => {
    fc.assert(
      fc.property(subset, fc.array(exception, { maxLength: 8 }), subset, (granted, has, wanted) => {
        const before = accountOf(world(granted, has));
        const after = set(before, Object.fromEntries(wanted.map((key) => [key, true])));
        expect(heldIn(after, 'one')).toEqual(meant(wanted));
        expect(heldIn(after, 'two')).toEqual(heldIn(before, 'two'));
        // What was not wanted does not come by itself either, but where a DENY of this project was to end anyway.
        const ends = has.some(
          ({ projectId, effect, expiresAt }) => projectId === 'one' && effect === 'deny' && expiresAt,
        );
        if (!ends) expect(meant(wanted)).toEqual(expect.arrayContaining(heldIn(after, 'one', NOW + 1)));
        const shown = projectPermissions(after, {
          member: after.stored.members.find(({ id }) => id === 'ada')!,
          projectId: 'one',
          now: NOW,
        });
        expect(shown.filter(({ granted: is }) => is).map(({ permission }) => permission)).toEqual(meant(wanted));
        // The same again changes nothing: exceptions keep their ids, their ends and their reasons.
        expect(exceptionsOf(set(after, Object.fromEntries(wanted.map((key) => [key, true]))))).toEqual(
          exceptionsOf(after),
        );
      }),
    );
  });

  it('keeps the end and the reason of what stays', () => {
    const has: ExceptionPolicy[] = [
      { permission: 'bots:train', effect: 'allow', projectId: 'one', expiresAt: NOW + 5, reason: 'Until Monday' },
    ];
    const after = set(accountOf(world([], has)), { 'bots:train': true, 'project:view': true });
    expect(exceptionsOf(after)).toContainEqual(
      expect.objectContaining({ permission: 'bots:train', expiresAt: NOW + 5, reason: 'Until Monday' }),
    );
  });

  it.each([
    ['is of the account', { 'contacts:merge': true }, 'request.invalid'],
    ['only an owner has', { 'project:delete': true }, 'request.invalid'],
    ['does not exist', { 'bots:fly': true }, 'request.invalid'],
    ['is no yes or no', { 'bots:train': ['own'] }, 'request.invalid'],
  ] as [string, Record<string, GrantValue>, string][])('is refused where a permission %s', (_, grants, code) => {
    expect(() => set(accountOf(world([], [])), grants)).toThrow(expect.objectContaining({ code }));
  });

  it('cannot be set for an owner', () => {
    const owned = accountOf({ members: { ada: [] }, projects: { one: { owner: 'ada', team: [] } } });
    expect(() => set(owned, {})).toThrow(expect.objectContaining({ code: 'project-permissions.of-owner' }));
  });
});
