import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadPresets } from '@roster/contracts';
import { compile, type AccountDelta } from '@roster/permissions';
import { DivergedHistory, HeldAccount } from './held-account.js';

const accountId = '019abcde-0000-7000-8000-000000000001';
const catalogue = loadPresets('').catalogue('ortto')!;
const delta = (version: number): AccountDelta => ({ accountId, from: version - 1, version });
const link = (previous: string, hash: string) => ({ previous, hash });

let account: HeldAccount;

beforeEach(() => {
  const policy = { accountId, status: 'active', version: 1, ownerMemberId: 'o', roles: [], members: [] } as const;
  account = new HeldAccount(compile(catalogue, policy), 'first');
});

describe('An account that is held', () => {
  it('applies changes that follow each other, in whatever order they arrive', () => {
    expect(account.follow(delta(3), link('second', 'third'))).toBe(false);
    expect(account.follow(delta(2), link('first', 'second'))).toBe(true);
    expect(account.compiled.version).toBe(3);
    expect(account.follow(delta(3), link('second', 'third'))).toBe(true);
  });

  it('notices another change to the version that it has, and one that follows another change', () => {
    expect(account.follow(delta(2), link('first', 'second'))).toBe(true);
    expect(() => account.follow(delta(2), link('first', 'other'))).toThrow(DivergedHistory);
    expect(() => account.follow(delta(3), link('other', 'third'))).toThrow(/two histories.*version 3/);
    expect(account.compiled.version).toBe(2);
  });

  it('also notices it in changes that arrived before those that they follow', () => {
    expect(account.follow(delta(3), link('other', 'third'))).toBe(false);
    expect(() => account.follow(delta(2), link('first', 'second'))).toThrow(DivergedHistory);
  });

  it('accepts changes without a place in the history, and knows no place from there on', () => {
    expect(account.follow(delta(2))).toBe(true);
    expect(account.follow(delta(3), link('second', 'third'))).toBe(true);
    expect(() => account.follow(delta(4), link('other', 'fourth'))).toThrow(DivergedHistory);
  });
});
