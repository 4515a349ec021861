import { describe, expect, it } from '@jest/globals';
import { linesOf, type Wording } from './changes.js';

const names = { a: 'Editor', b: 'Read only', t: 'Support', m: 'Ada Lovelace' };
const wording: Wording = { names, word: (key) => key };
type Facts = Record<string, unknown> | null;
const part = (before: Facts, after: Facts) => ({ kind: 'member', id: 'x', before, after });

describe('What an entry of the trail says of a change', () => {
  it('is the names of what was there before and after', () => {
    const [before, after] = [
      { id: 'x', roleIds: ['b'], managerId: null, status: 'active' },
      { id: 'x', roleIds: ['a'], managerId: 'm', status: 'active' },
    ];
    expect(linesOf(part(before, after), wording)).toEqual([
      { property: 'roleIds', before: 'Read only', after: 'Editor' },
      { property: 'managerId', before: undefined, after: 'Ada Lovelace' },
    ]);
  });

  it('is permission by permission of a role, with the records that it reaches', () => {
    const grants = (of: object) => ({ grants: of });
    const lines = linesOf(
      part(grants({ 'campaigns:view': true, 'deals:edit': 1 }), grants({ 'deals:edit': 5, 'deals:delete': 63 })),
      wording,
    );
    expect(lines).toEqual([
      { property: 'grants', of: 'campaigns:view', before: 'yes', after: undefined },
      { property: 'grants', of: 'deals:edit', before: 'own', after: 'own, subordinate' },
      { property: 'grants', of: 'deals:delete', before: undefined, after: 'all' },
    ]);
  });

  it('is of a list of things only those that came or went', () => {
    const stays = { id: '1', permission: 'deals:view', effect: 'deny' };
    const comes = { id: '2', permission: 'deals:edit', effect: 'allow', scope: 32 };
    expect(linesOf(part({ exceptions: [stays] }, { exceptions: [stays, comes] }), wording)).toEqual([
      { property: 'exceptions', before: undefined, after: 'deals:edit allow all' },
    ]);
    expect(linesOf(part({ teams: [{ teamId: 't', expiresAt: null }] }, { teams: [] }), wording)).toEqual([
      { property: 'teams', before: 'Support', after: undefined },
    ]);
  });

  it('is everything of what is new or gone', () => {
    expect(linesOf(part(null, { id: 'x', name: 'Analyst' }), wording)).toEqual([
      { property: 'name', before: undefined, after: 'Analyst' },
    ]);
    expect(linesOf(part({ id: 'x', name: 'Analyst', icon: null }, null), wording)).toEqual([
      { property: 'name', before: 'Analyst', after: undefined },
    ]);
  });
});
