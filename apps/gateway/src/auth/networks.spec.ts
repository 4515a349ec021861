import { describe, expect, it } from '@jest/globals';
import { isWithin } from './networks.js';

describe('the networks of a key (S53)', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.77', true],
    ['203.0.113.0/24', '203.0.114.1', false],
    ['203.0.113.7/32', '203.0.113.7', true],
    ['203.0.113.0/24', '::ffff:203.0.113.77', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['0.0.0.0/0', '::1', false],
    ['203.0.113.0/24', 'not an address', false],
  ])('%s: %s %s', (network, address, within) => expect(isWithin([network], address)).toBe(within));

  it('are none where none is named', () => expect(isWithin([], '203.0.113.7')).toBe(false));
});
