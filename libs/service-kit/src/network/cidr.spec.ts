import { describe, expect, it } from '@jest/globals';
import { isWithin, readNetwork } from './cidr.js';

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

describe('a network, as it is typed', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    [' 10.0.0.0/8 ', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:0db8:0::7', '2001:db8::7/128'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:10.0.0.7', '10.0.0.7/32'],
  ])('%j is %s', (text, network) => expect(readNetwork(text)).toEqual({ network }));

  it.each([
    '10.0.0.0/08',
    '10.0.0.0/00',
    '10.0.0.0/',
    '10.0.0.0/+8',
    '10.0.0.0/8.0',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '010.0.0.0/8',
    '10.0.0/8',
    '10.0.0.0/8/8',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0 /8',
    '10.0.0.0:80/32',
    'x',
    '',
    '2001:db8::/129',
    '2001:db8::/032',
    'fe80::%eth0/64',
    '[2001:db8::]/32',
    '::ffff:10.0.0.0/8',
  ])('%j is none', (text) =>
    expect(readNetwork(text)).toEqual({ problem: 'must be a network such as 203.0.113.0/24' }),
  );

  it.each([
    ['10.1.2.3/8', '10.0.0.0/8', '10.1.2.3/32'],
    ['2001:db8::1/32', '2001:db8::/32', '2001:db8::1/128'],
  ])('%s is refused: it is the network %s or the address %s', (text, network, address) =>
    expect(readNetwork(text)).toEqual({
      problem: `has bits beyond its length: it is the network ${network} or the address ${address}`,
    }),
  );
});
