import { describe, expect, it } from '@jest/globals';
import { loadPresets, RosterError } from '@roster/contracts';
import { requireEstablished, requireFormerOwnersRole, requireTransferable } from './ownership.js';

const account = { ownerMemberId: 'olivia', status: 'active' } as const;
const ortto = loadPresets().get('ortto')!;
const roles = ['top', 'below'].map((slug) => ({ ...ortto.systemRoles[0]!, slug, name: slug }));
const [top, below] = [roles[0]!, { ...roles[1]!, manager: 'top' }];
const tree = { ...ortto, roleTree: true, systemRoles: [top, below] };

const refusal = (work: () => void): Pick<RosterError, 'code' | 'details'> | 'none' => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof RosterError) return { code: error.code, details: error.details };
    throw error;
  }
};

describe('who may transfer an account, and to whom', () => {
  it.each([
    ['the owner, to somebody else', account, { actorId: 'olivia', memberId: 'ada' }, 'none'],
    ['nobody else (RP-36)', account, { actorId: 'ada', memberId: 'ada' }, 'account.not-owner'],
    ['not to themselves', account, { actorId: 'olivia', memberId: 'olivia' }, 'member.is-owner'],
    [
      'not while it is suspended',
      { ...account, status: 'suspended' } as const,
      { actorId: 'olivia', memberId: 'ada' },
      'permission.denied',
    ],
  ])('%s', (_, state, act, expected) => {
    const found = refusal(() => requireTransferable(state, act));
    expect(found === 'none' ? found : found.code).toBe(expected);
  });
});

describe('to whom an account may be transferred', () => {
  it.each([
    ['a member who signed in with a password of their own', new Date(), { mustChange: false }, 'none'],
    ['a member who signed in without a password', new Date(), null, 'none'],
    ['not a member who has never signed in', null, { mustChange: false }, 'never-signed-in'],
    [
      'not a member who signs in without their password, which somebody else chose',
      new Date(),
      { mustChange: true },
      'password-not-own',
    ],
    [
      'not a member who has never signed in with the password that they were given',
      null,
      { mustChange: true },
      'password-not-own',
    ],
  ])('%s', (_, lastActiveAt, credential, expected) => {
    const found = refusal(() => requireEstablished({ lastActiveAt }, credential));
    expect(found === 'none' ? found : found.details?.['reason']).toBe(expected);
  });
});

describe('the role of the former owner', () => {
  const whether = (preset: typeof ortto, formerOwnerRoleId?: string) =>
    refusal(() =>
      requireFormerOwnersRole(preset, { memberId: 'ada', ...(formerOwnerRoleId && { formerOwnerRoleId }) }),
    );

  it('is kept if others may hold it too, and cannot be named (RP-35)', () => {
    expect(whether(ortto)).toBe('none');
    expect(whether(ortto, 'editor')).toMatchObject({ details: { errors: [{ path: 'formerOwnerRoleId' }] } });
  });

  it('must be named if their own is the root of the tree', () => {
    const rooted = { ...tree, ownership: { ...ortto.ownership, ensureRole: 'top' } };
    expect(whether(rooted)).toMatchObject({
      code: 'request.invalid',
      details: { errors: [{ path: 'formerOwnerRoleId' }] },
    });
    expect(whether(rooted, 'below')).toBe('none');
    expect(whether({ ...tree, ownership: { ...ortto.ownership, ensureRole: 'below' } })).toBe('none');
  });
});
