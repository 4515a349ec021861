import { describe, expect, it } from '@jest/globals';
import { RosterError, requestInvalid } from '@roster/contracts';
import { QueryFailedError } from 'typeorm';
import { isRetryable, isUnavailable } from './failures.js';

const coded = (code: string) => Object.assign(new Error('it failed'), { code });
const query = (cause: Error) => new QueryFailedError('select 1', [], cause);

describe('isUnavailable', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '08006', '57P01', '57P03', '53300', '57014', '55P03'])('knows %s', (code) => {
    expect(isUnavailable(coded(code))).toBe(true);
    expect(isUnavailable(query(coded(code)))).toBe(true);
  });

  it.each([
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
  ])('knows "%s"', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
    expect(isUnavailable(query(new Error(message)))).toBe(true);
  });

  it('knows a host with several addresses, none of which answers', () => {
    expect(isUnavailable(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toBe(true);
  });

  it.each([coded('23505'), coded('42501'), new Error('it failed'), new RosterError(requestInvalid), 'text', undefined])(
    'lets %p through',
    (error) => expect(isUnavailable(error)).toBe(false),
  );
});

describe('isRetryable', () => {
  it('is a deadlock or a serialization failure, and nothing else', () => {
    expect(['40P01', '40001', '23505', '40002'].map((code) => isRetryable(query(coded(code))))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
