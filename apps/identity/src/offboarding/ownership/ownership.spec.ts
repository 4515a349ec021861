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

describe('who may hand an account over, and to whom', () => {
  it.each([
    ['the owner, to somebody else', account, { actorId: 'olivia', memberId: 'ada' }, 'none'],
    ['nobody else (RP-36)', account, { actorId: 'ada', memberId: 'ada' }, 'account.not-owner'],
    ['not to himself', account, { actorId: 'olivia', memberId: 'olivia' }, 'member.is-owner'],
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

describe('whom an account may go to', () => {
  it.each([
    ['who has come in by a password of his own', new Date(), { mustChange: false }, 'none'],
    ['who has come in without a password', new Date(), null, 'none'],
    ['not who has never come in', null, { mustChange: false }, 'never-signed-in'],
    [
      'not who comes in without it, and has one that somebody else chose',
      new Date(),
      { mustChange: true },
      'password-not-own',
    ],
    ['not who has never come in by the one that was given to him', null, { mustChange: true }, 'password-not-own'],
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

  it('is kept where others may hold it too, and cannot be named (RP-35)', () => {
    expect(whether(ortto)).toBe('none');
    expect(whether(ortto, 'editor')).toMatchObject({ details: { errors: [{ path: 'formerOwnerRoleId' }] } });
  });

  it('must be named where his own is the root of the tree', () => {
    const rooted = { ...tree, ownership: { ...ortto.ownership, ensureRole: 'top' } };
    expect(whether(rooted)).toMatchObject({
      code: 'request.invalid',
      details: { errors: [{ path: 'formerOwnerRoleId' }] },
    });
    expect(whether(rooted, 'below')).toBe('none');
    expect(whether({ ...tree, ownership: { ...ortto.ownership, ensureRole: 'below' } })).toBe('none');
  });
});
