import { describe, expect, it } from '@jest/globals';
import { CheckBatch, CheckBatchRequest, CheckRequest } from '@roster/contracts';
import { validate } from '@roster/service-kit';
import fc from 'fast-check';
import { isPlainBatch, isPlainBatchRequest, isPlainRequest } from './plain-checks.js';

/** Mostly what may stand there, and now and then anything at all. */
const or = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 30, arbitrary: usual },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.constantFrom('', null, 'x\0', 'x'.repeat(321), [], {}, -1, 1.5) },
  );

const name = or(fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 320 })));
const record = or(
  fc.record(
    { type: name, id: name, ownerId: or(fc.constantFrom('ada', null)), properties: or(fc.constant({})) },
    { requiredKeys: ['type'] },
  ),
);
const members = { memberId: name, permission: name, projectId: name, record, actionProperties: or(fc.constant({})) };
const check = fc.record(members, { requiredKeys: ['memberId', 'permission'] });
const demands = { atLeast: or(fc.nat()), explain: or(fc.boolean()), other: name };
const request = fc.record(
  { ...members, accountId: name, ...demands },
  { requiredKeys: ['accountId', 'memberId', 'permission'] },
);
const batch = fc.record(
  { checks: or(fc.array(or(check), { minLength: 1, maxLength: 4 })), accountId: name, ...demands },
  { requiredKeys: ['checks'] },
);

/** Whatever is taken to be plain is valid, and is what the validation makes of it. */
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
    { numRuns: 1_000 },
  );
  return plain;
}

describe('A question that is taken to be plain', () => {
  it('is one that the validation lets through as it is', () => {
    expect(holds(CheckRequest, request, isPlainRequest)).toBeGreaterThan(30);
    expect(holds(CheckBatchRequest, batch, isPlainBatchRequest)).toBeGreaterThan(30);
    expect(holds(CheckBatch, batch, isPlainBatch)).toBeGreaterThan(30);
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
    [JSON.parse('{"memberId":"ada","permission":"contacts:view","__proto__":{}}') as object],
    [{ memberId: 'ada', permission: 'contacts:view', record: { type: 'contacts', properties: {} } }],
  ])('is not %j', (other) => {
    expect(isPlainRequest(Object.assign(Object.create(null), { accountId: 'a' }, other))).toBe(false);
    expect(isPlainBatch({ checks: [other] })).toBe(false);
  });
});
