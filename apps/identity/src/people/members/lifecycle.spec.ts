import { describe, expect, it } from '@jest/globals';
import { loadPresets, MEMBER_STATUSES, RosterError, type MemberStatus } from '@roster/contracts';
import * as fc from 'fast-check';
import { isTaken, moveOf, TAKEN, upTo, type LifecycleContext, type LifecycleVerb } from './lifecycle.js';

const VERBS: readonly LifecycleVerb[] = ['deactivate', 'activate', 'revoke', 'reactivate', 'delete'];
const presets = loadPresets();
const preset = (name: string) => presets.get(name)!;
const account = { ownerMemberId: 'olivia', billingContactId: null };

interface Case extends Partial<Omit<LifecycleContext, 'member'>> {
  readonly status: MemberStatus;
  readonly id?: string;
  readonly kind?: 'person' | 'service';
  readonly deletingSince?: Date;
}

const ask = (verb: LifecycleVerb, { status, id = 'ada', kind = 'person', deletingSince, ...context }: Case): string => {
  const member = { id, kind, status, deletingSince: deletingSince ?? null };
  try {
    return moveOf(verb, { member, account, preset: preset('jaicp'), isLeaving: false, ...context });
  } catch (error) {
    if (error instanceof RosterError) return error.code;
    throw error;
  }
};

describe('the life of a member', () => {
  it.each([
    ['deactivate', ['member.not-active', 'inactive', 'none', 'member.not-active', 'member.not-active']],
    ['activate', ['member.not-inactive', 'none', 'active', 'member.not-inactive', 'member.not-inactive']],
    ['revoke', ['withdraw', 'revoked', 'revoked', 'none', 'member.not-revoked']],
    ['reactivate', ['member.not-revoked', 'none', 'member.not-revoked', 'active', 'member.not-revoked']],
    ['delete', ['withdraw', 'deleted', 'deleted', 'deleted', 'member.not-revoked']],
  ] as const)('%s, from each status (ID-25 … ID-31)', (verb, expected) => {
    expect(MEMBER_STATUSES).toEqual(['invited', 'active', 'inactive', 'revoked', 'deleted']);
    expect(MEMBER_STATUSES.map((status) => ask(verb, { status }))).toEqual(expected);
  });

  it('takes nothing from the owner, whatever the product and their status', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...presets.names),
        fc.constantFrom(...MEMBER_STATUSES),
        fc.constantFrom('revoke', 'delete', 'deactivate'),
        fc.boolean(),
        (name, status, verb, isLeaving) => {
          const code = ask(verb, { status, id: 'olivia', preset: preset(name), isLeaving, successorId: 'ben' });
          expect(['member.is-owner', 'active-switch.unsupported']).toContain(code);
        },
      ),
    );
  });

  it('has a switch only if the product has one', () => {
    const switched = presets.names.filter(
      (name) => ask('deactivate', { status: 'active', preset: preset(name) }) === 'inactive',
    );
    expect(switched).toEqual(['jaicp']);
    expect(ask('activate', { status: 'inactive', preset: preset('ortto') })).toBe('active-switch.unsupported');
  });

  it('ends only after a revocation if the product says so (ID-28)', () => {
    const inOrtto = (status: MemberStatus) => ask('delete', { status, preset: preset('ortto') });
    expect([inOrtto('active'), inOrtto('revoked')]).toEqual(['member.not-revoked', 'deleted']);
  });

  it('ends only with a successor if the product says so (ID-30)', () => {
    const inOntraport = (successorId?: string) =>
      ask('delete', { status: 'active', preset: preset('ontraport'), successorId });
    expect(inOntraport()).toBe('member.reassignment-required');
    expect(inOntraport('ben')).toBe('deleted');
    expect(inOntraport('ada')).toBe('member.not-active');
  });

  it('ends for the billing contact only with somebody who gets the bills, where that is not the owner by rule', () => {
    const named = { ...preset('ontraport'), billingContact: 'member' as const };
    const remove = (context: Partial<Case>) =>
      ask('delete', { status: 'active', preset: named, successorId: 'ben', ...context });
    const contact = { ownerMemberId: 'olivia', billingContactId: 'ada' };
    expect(remove({ account: contact })).toBe('member.is-billing-contact');
    expect(remove({ account: contact, billingContactId: 'ada' })).toBe('member.not-active');
    expect(remove({ account: contact, billingContactId: 'ben' })).toBe('deleted');
    expect(remove({ account: contact, preset: preset('ontraport') })).toBe('deleted');
    expect(remove({ account: { ...contact, billingContactId: 'carl' } })).toBe('deleted');
    expect(
      ['revoke', 'deactivate'].map((verb) => ask(verb as LifecycleVerb, { status: 'active', account: contact })),
    ).toEqual(['revoked', 'inactive']);
  });

  it.each(['activate', 'reactivate'] as const)('cannot be brought back by %s once deletion has begun', (verb) => {
    const status = verb === 'activate' ? 'inactive' : 'revoked';
    expect(ask(verb, { status })).toBe('active');
    expect(ask(verb, { status, isLeaving: true })).toBe('member.leaving');
    expect(ask(verb, { status, deletingSince: new Date() })).toBe('member.leaving');
  });

  it('does not exist for a service account', () => {
    for (const verb of VERBS) expect(ask(verb, { status: 'active', kind: 'service' })).toBe('member.not-found');
  });
});

it('says what has been taken already, and which smaller losses that includes', () => {
  const taken = (status: MemberStatus) => TAKEN.map((each) => isTaken(status, each));
  expect(taken('active')).toEqual([false, false, false]);
  expect(taken('revoked')).toEqual([true, true, false]);
  expect(upTo('revoked')).toEqual(['inactive', 'revoked']);
});
