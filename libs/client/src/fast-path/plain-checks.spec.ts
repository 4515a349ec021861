import { describe, expect, it } from '@jest/globals';
import { CheckBatch, CheckBatchRequest, CheckRequest } from '@roster/contracts';
import { validate } from '@roster/service-kit';
import fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import { isPlainBatch, isPlainBatchRequest, isPlainRequest } from './plain-checks.js';

/** Mostly a usual value, and sometimes anything at all. */
const or = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 30, arbitrary: usual },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.constantFrom('', null, 'x\0', 'x\ud800', 'x'.repeat(321), [], {}, -1, 1.5) },
  );

/** With properties that are only sometimes there. */
const and = <T extends object, U extends object>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<U>) =>
  fc
    .tuple(usual, fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: seldom }))
    .map(([members, more]): object => ({ ...members, ...more }));

const any = (members: Record<string, fc.Arbitrary<unknown>>) => fc.record(members, { requiredKeys: [] });

const name = or(fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 20 })));
const object = or(fc.constant({}));
const record = and(
  fc.record({ type: name, id: name, ownerId: or(fc.constantFrom('ada', null)) }, { requiredKeys: ['type'] }),
  any({ properties: object, other: name }),
);
const check = and(
  fc.record({ memberId: name, permission: name }),
  any({ projectId: name, record: or(record), actionProperties: object, memberId: name }),
);
const demands = any({ atLeast: or(fc.nat()), explain: or(fc.boolean()), other: name, permission: name });
const request = and(
  fc.tuple(check, name).map(([asked, accountId]): object => ({ ...asked, accountId })),
  demands,
);
const checks = or(fc.array(or(check), { minLength: 1, maxLength: 4 }));
const batch = and(fc.record({ checks, accountId: name }), demands);
const ownBatch = and(fc.record({ checks }), demands);

/** What counts as plain is valid, and the validation returns it unchanged. */
function holds<T extends object>(
  cls: new () => T,
  bodies: fc.Arbitrary<object>,
  isPlain: (body: object) => boolean,
): number {
  let plain = 0;
  fc.assert(
    fc.property(bodies, (given) => {
      const body = JSON.parse(JSON.stringify(given)) as object;
      if (!isPlain(body)) return;
      plain += 1;
      expect(JSON.parse(JSON.stringify(validate(cls, body)))).toEqual(body);
    }),
    { numRuns: runs(200) },
  );
  return plain;
}

describe('A question that is recognised as plain', () => {
  it('passes the validation unchanged', () => {
    expect(holds(CheckRequest, request, isPlainRequest)).toBeGreaterThan(30);
    expect(holds(CheckBatchRequest, batch, isPlainBatchRequest)).toBeGreaterThan(30);
    expect(holds(CheckBatch, ownBatch, isPlainBatch)).toBeGreaterThan(30);
  });

  it.each([
    [{ memberId: 'ada', permission: 'contacts:view' }],
    [{ memberId: 'ada', permission: 'contacts:view', projectId: 'p' }],
    [{ memberId: 'ada', permission: 'contacts:view', record: { type: 'contacts', id: '7', ownerId: null } }],
  ])('is %j', (plain) => {
    expect(isPlainRequest({ ...plain, accountId: 'a', atLeast: 3 })).toBe(true);
    expect(isPlainBatchRequest({ accountId: 'a', checks: [plain, plain] })).toBe(true);
    expect(isPlainBatch({ checks: [plain], atLeast: 0 })).toBe(true);
  });

  it.each([
    [{ memberId: 'ada', permission: 'contacts:view', explain: true }],
    [{ memberId: 'ada' }],
    [{ memberId: '', permission: 'contacts:view' }],
    [{ memberId: 'a\0', permission: 'contacts:view' }],
    [{ memberId: 'a\ud83d', permission: 'contacts:view' }],
    [{ memberId: 'ada', permission: 'contacts:view', projectId: '\ude00' }],
    [{ memberId: 'ada', permission: 'contacts:view', record: { type: 'contacts', id: '\ud83d' } }],
    [JSON.parse('{"memberId":"ada","permission":"contacts:view","__proto__":{}}') as object],
    [{ memberId: 'ada', permission: 'contacts:view', record: { type: 'contacts', properties: {} } }],
  ])('is not %j', (other) => {
    expect(isPlainRequest(Object.assign(Object.create(null), { accountId: 'a' }, other))).toBe(false);
    expect(isPlainBatch({ checks: [other] })).toBe(false);
  });
});
