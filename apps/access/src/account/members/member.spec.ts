import { describe, expect, it } from '@jest/globals';
import type { MemberState } from '@roster/contracts';
import * as fc from 'fast-check';
import { memberState } from '../../../../../test/access/people.js';
import { projected, standingOf, taken, type Membership } from './member.js';

const state = (revision: number, status: MemberState['status']) => memberState({ id: 'ada', revision, status });

/** An event, or a taking away of which identity had committed `revision` when it asked. */
type Step = MemberState | { take: 'inactive' | 'revoked' | 'deleted'; revision: number };

function after(steps: readonly Step[]): Membership | undefined {
  return steps.reduce<Membership | undefined>((known, step) => {
    if ('take' in step) return known && (taken(known, step.take, step.revision) ?? known);
    return projected(known, step) ?? known;
  }, undefined);
}

const standingAfter = (...steps: Step[]) => {
  const known = after(steps);
  return known && standingOf(known);
};

const invited = state(1, 'invited');
const active = state(2, 'active');
const revoked = state(3, 'revoked');
const reactivated = state(4, 'active');

describe('A member as events bring him', () => {
  it('is in the end what identity last said, in whatever order and however often it came', () => {
    const history = [invited, active, revoked, reactivated, state(5, 'revoked')];
    fc.assert(
      fc.property(fc.array(fc.nat(history.length - 1), { maxLength: 20 }), (picks) => {
        const steps = picks.flatMap((pick) => history[pick] ?? []);
        const latest = steps.reduce<MemberState | undefined>(
          (a, b) => (a && a.revision >= b.revision ? a : b),
          undefined,
        );
        expect(standingAfter(...steps)).toBe(latest?.status);
      }),
    );
  });

  it('is not invited again by an invitation that comes late', () => {
    expect(projected(after([active]), invited)).toBeUndefined();
  });

  it('keeps nothing of a person who is deleted, and never comes back', () => {
    const deleted = after([active, state(3, 'deleted')]);
    expect(deleted).toMatchObject({ userId: null, email: '', firstName: '', lastName: '', status: 'deleted' });
    expect(projected(deleted, reactivated)).toBeUndefined();
  });
});

describe('What is taken away', () => {
  const take = { take: 'revoked', revision: 2 } as const;

  it('holds at once', () => {
    expect(standingAfter(active, take)).toBe('revoked');
  });

  it('is not undone by an event from before, however late it comes', () => {
    expect(standingAfter(invited, take, active)).toBe('revoked');
  });

  it('is not undone by what happened while it was on its way', () => {
    expect(standingAfter(invited, { take: 'revoked', revision: 1 }, active)).toBe('revoked');
    expect(standingAfter(invited, { take: 'revoked', revision: 1 }, active, revoked)).toBe('revoked');
  });

  it('is given back by a reactivation after it', () => {
    expect(standingAfter(active, take, revoked, reactivated)).toBe('active');
  });

  it('is given back when its own event comes after the reactivation', () => {
    expect(standingAfter(active, take, reactivated)).toBe('revoked');
    expect(standingAfter(active, take, reactivated, revoked)).toBe('active');
  });

  it('is not confirmed by the event of an earlier taking away', () => {
    expect(standingAfter(active, take, reactivated, { take: 'revoked', revision: 4 }, revoked)).toBe('revoked');
  });

  it('is not confirmed by less than what was taken', () => {
    expect(standingAfter(active, { take: 'deleted', revision: 2 }, revoked)).toBe('deleted');
  });

  it('is remembered anew where identity asks again with a later state that is not known here yet', () => {
    expect(standingAfter(active, revoked, { take: 'revoked', revision: 4 }, reactivated)).toBe('revoked');
  });

  it('twice is as good as once', () => {
    const known = after([active, take]);
    expect(known && taken(known, 'revoked', 2)).toBeUndefined();
  });

  it('never lets a member be active between the taking away and its confirmation, in any order', () => {
    const events = [invited, active, revoked];
    const shuffled = fc.shuffledSubarray(events, { minLength: 3 });
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 3 }), (order, at) => {
        const steps: Step[] = [...order.slice(0, at), take, ...order.slice(at)];
        for (let seen = at + 1; seen <= steps.length; seen += 1) {
          expect(standingAfter(...steps.slice(0, seen))).toBe('revoked');
        }
      }),
    );
  });
});
