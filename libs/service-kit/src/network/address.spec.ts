import { describe, expect, it } from '@jest/globals';
import { networkOf, readAddress } from './address.js';

describe('an address, as proxies and programs write it (S58)', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    [' 203.0.113.7\t', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:443', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['2001:DB8:0:0::0007', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25]:80', 'fe80::1'],
  ])('%j is %s', (text, address) => expect(readAddress(text)).toBe(address));

  it.each([
    '',
    'unknown',
    '_hidden',
    '203.0.113',
    '203.0.113.7.8',
    '203.0.113.256',
    '203.0.113.7:',
    '203.0.113.7:x',
    '203.0.113.7:123456',
    '[203.0.113.7]:80',
    '203.0.113.7%eth0',
    '[2001:db8::7',
    '[2001:db8::7]443',
    '2001:db8::7%',
    '2001:db8::7%a%b',
    '2001:db8:::7',
    '0xcb007107',
    '203.0.113.7/32',
    'for=203.0.113.7',
    '１.2.3.4',
  ])('%j is none', (text) => expect(readAddress(text)).toBeUndefined());
});

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

  it.each(['', '127.1', '0177.0.0.1', '192.0.2.07', '0xc0.0.2.7', '3221225991', 'x'])(
    'there is none of %j',
    (address) => expect(networkOf(address)).toBeUndefined(),
  );

  it('there is none of nothing', () => expect(networkOf(undefined)).toBeUndefined());
});
