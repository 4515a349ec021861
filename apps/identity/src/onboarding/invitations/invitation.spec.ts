import { describe, expect, it } from '@jest/globals';
import { INVITATION_STATES, invitationRejected, RosterError, type MemberStatus } from '@roster/contracts';
import * as fc from 'fast-check';
import { inviteable, isOpen } from './invitation.js';

type Holders = Map<string, Exclude<MemberStatus, 'deleted'>>;

const errorsOf = (typed: string[], holders: Holders = new Map()) => {
  try {
    inviteable(typed, holders);
    return [];
  } catch (error) {
    if (!(error instanceof RosterError) || !error.is(invitationRejected)) throw error;
    return error.details?.errors?.map(({ path, code }) => [path, code]);
  }
};

describe('a batch of addresses', () => {
  it('is normalised and keeps its order', () =>
    expect(inviteable(['B@x.com', ' a@X.com'], new Map())).toEqual(['b@x.com', 'a@x.com']));

  it('is refused with a reason for each address that cannot be invited', () =>
    expect(
      errorsOf(
        ['no', 'a@x.com', 'A@x.com', 'active@x.com', 'inactive@x.com', 'invited@x.com', 'revoked@x.com', 'no'],
        new Map([
          ['active@x.com', 'active'],
          ['inactive@x.com', 'inactive'],
          ['invited@x.com', 'invited'],
          ['revoked@x.com', 'revoked'],
        ]),
      ),
    ).toEqual([
      ['emails[0]', 'invalid'],
      ['emails[2]', 'duplicate'],
      ['emails[3]', 'member'],
      ['emails[4]', 'member'],
      ['emails[5]', 'invited'],
      ['emails[6]', 'revoked'],
      ['emails[7]', 'invalid'],
    ]));

  it('is accepted as a whole or refused as a whole', () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('a@x.com', 'A@X.com', 'b@x.com', 'no'), fc.emailAddress())),
        (typed) => {
          const errors = errorsOf(typed, new Map([['b@x.com', 'active']]));
          if (errors?.length) return;
          const emails = inviteable(typed, new Map());
          expect(emails).toHaveLength(typed.length);
          expect(new Set(emails).size).toBe(typed.length);
          expect(emails).not.toContain('b@x.com');
        },
      ),
    ));
});

it('is open while it is pending and not expired', () => {
  const now = new Date();
  const later = new Date(now.getTime() + 1);
  expect(INVITATION_STATES.filter((state) => isOpen({ state, expiresAt: later }, now))).toEqual(['pending']);
  expect(isOpen({ state: 'pending', expiresAt: now }, now)).toBe(false);
});
