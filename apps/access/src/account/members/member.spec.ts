import { describe, expect, it } from '@jest/globals';
import type { MemberState } from '@roster/contracts';
import * as fc from 'fast-check';
import { memberState } from '../../../../../test/access/people.js';
import { projected, standingOf, taken, type Membership } from './member.js';

const state = (revision: number, status: MemberState['status']) => memberState({ id: 'ada', revision, status });

/**
 * An event, or a command that takes the member away, with the last `revision` that identity had committed when it sent
 * the command.
 */
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

describe('A member, as events describe them', () => {
  it('ends as identity last described it, in whatever order and however often the events came', () => {
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

  it('is not invited again by an invitation that arrives late', () => {
    expect(projected(after([active]), invited)).toBeUndefined();
  });

  it('keeps nothing of a deleted person, and never comes back', () => {
    const deleted = after([active, state(3, 'deleted')]);
    expect(deleted).toMatchObject({ userId: null, email: '', firstName: '', lastName: '', status: 'deleted' });
    expect(projected(deleted, reactivated)).toBeUndefined();
  });
});

describe('A member who was taken away', () => {
  const take = { take: 'revoked', revision: 2 } as const;

  it('is gone at once', () => {
    expect(standingAfter(active, take)).toBe('revoked');
  });

  it('is not brought back by an older event, however late it comes', () => {
    expect(standingAfter(invited, take, active)).toBe('revoked');
  });

  it('is not brought back by an event that was sent before the command', () => {
    expect(standingAfter(invited, { take: 'revoked', revision: 1 }, active)).toBe('revoked');
    expect(standingAfter(invited, { take: 'revoked', revision: 1 }, active, revoked)).toBe('revoked');
  });

  it('is brought back by a later reactivation', () => {
    expect(standingAfter(active, take, revoked, reactivated)).toBe('active');
  });

  it('is brought back once the event of the command itself arrives after the reactivation', () => {
    expect(standingAfter(active, take, reactivated)).toBe('revoked');
    expect(standingAfter(active, take, reactivated, revoked)).toBe('active');
  });

  it('is not confirmed as taken away by the event of an earlier command', () => {
    expect(standingAfter(active, take, reactivated, { take: 'revoked', revision: 4 }, revoked)).toBe('revoked');
  });

  it('is not confirmed as taken away by an event that takes less away', () => {
    expect(standingAfter(active, { take: 'deleted', revision: 2 }, revoked)).toBe('deleted');
  });

  it('is marked again where identity repeats the command with a later state that is not known here yet', () => {
    expect(standingAfter(active, revoked, { take: 'revoked', revision: 4 }, reactivated)).toBe('revoked');
  });

  it('twice is the same as once', () => {
    const known = after([active, take]);
    expect(known && taken(known, 'revoked', 2)).toBeUndefined();
  });

  it('is never active between the command and its confirmation, in any order of events', () => {
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
