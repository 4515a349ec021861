import { describe, expect, it } from '@jest/globals';
import { networkOf } from './network.js';

describe('the network of an address (S58)', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['2001:0DB8:0:1:ffff::2', '2001:db8:0:1::/64'],
    ['2001:db8:0:2::1', '2001:db8:0:2::/64'],
    ['::1', '::/64'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each([
    '',
    '127.1',
    '0177.0.0.1',
    '192.0.2.07',
    '0xc0.0.2.7',
    '3221225991',
    '192.0.2.7:80',
    'fe80::1%eth0',
    'x',
    ' ::1',
  ])('there is none of %j', (address) => expect(networkOf(address)).toBeUndefined());

  it('there is none of nothing', () => expect(networkOf(undefined)).toBeUndefined());
});
