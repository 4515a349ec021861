import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { minimalAnswer } from '../../../../test/harness/minimal-answer.js';
import { allRpcs, faultInAnswer } from '../index.js';
import { SHAPES } from './shapes.js';

const contracts = allRpcs();
const withShape = (name: string) => contracts.find(({ output }) => output.name === name)!;

describe('The shape of an answer', () => {
  it('is known of every contract', () => {
    expect(contracts.map(({ output }) => output.name).filter((name) => !Object.hasOwn(SHAPES, name))).toEqual([]);
  });

  it.each(contracts.map((contract) => [contract.subject, contract] as const))(
    'of %s holds for the least there is',
    (_, contract) => {
      expect(faultInAnswer(contract, minimalAnswer(contract))).toBeUndefined();
    },
  );

  /** What JetStream answers a message with that one of its streams has taken in, or could not; and what it answers its own API with. */
  const JETSTREAM = [
    { stream: 'SPY', seq: 1 },
    { stream: 'SPY', domain: 'hub', seq: 2, duplicate: true },
    { error: { code: 503, err_code: 10077, description: 'maximum messages exceeded' }, stream: 'SPY', seq: 0 },
    { type: 'io.nats.jetstream.api.v1.stream_info_response', config: {}, state: {}, created: '2026-11-29T00:00:00Z' },
    { type: 'io.nats.jetstream.api.v1.stream_names_response', error: { code: 400 } },
  ];

  it.each(contracts.map((contract) => [contract.subject, contract] as const))(
    'of %s is not that of an answer of JetStream',
    (_, contract) => {
      for (const answer of JETSTREAM) expect(faultInAnswer(contract, answer)).toEqual(expect.any(String));
    },
  );

  it('wants every member that is not optional, whatever else there is', () => {
    for (const contract of contracts) {
      const answer = minimalAnswer(contract);
      for (const name of Object.keys(answer)) {
        const { [name]: _left, ...rest } = answer;
        expect(faultInAnswer(contract, { ...rest, more: 1 })).toEqual(expect.any(String));
      }
    }
  });

  it('is not that of values of another type, at any depth', () => {
    const page = withShape('MemberPage');
    const of = (items: unknown) => faultInAnswer(page, { ...minimalAnswer(page), items });
    expect(of([])).toBeUndefined();
    expect(of({})).toBe('items is no list');
    expect(of([1])).toBe('items has one that is no object');
    expect(of([{}])).toMatch(/^items has one that \w+ is missing$/);
  });

  it('lets a newer service say more', () => {
    for (const contract of contracts) {
      const answer = minimalAnswer(contract);
      if (Object.keys(answer).length > 0) expect(faultInAnswer(contract, { ...answer, later: [1] })).toBeUndefined();
    }
  });

  it('is asked of anything that is JSON', () => {
    fc.assert(
      fc.property(fc.constantFrom(...contracts), fc.dictionary(fc.string(), fc.jsonValue()), (contract, answer) => {
        const fault = faultInAnswer(contract, answer);
        expect(fault === undefined || fault.length > 0).toBe(true);
      }),
    );
  });
});
