import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPastedAddresses } from './pasted-addresses.js';

const addressesIn = (pasted: string) => readPastedAddresses(pasted).map(({ address }) => address);

describe('addresses as people paste them', () => {
  it.each([
    ['ada@example.com'],
    ['  ada@example.com\n'],
    ['Ada <ada@example.com>'],
    ['Ada Lovelace <ada@example.com>'],
    ['"Lovelace, Ada" <ada@example.com>'],
    ['"Lovelace; Ada" <ada@example.com>,'],
    ['Lovelace, Ada <ada@example.com>'],
    ['<ada@example.com>'],
    ['< ada@example.com >'],
    ['mailto:ada@example.com'],
    ['<mailto:ada@example.com>'],
    ['(ada@example.com)'],
    ['"ada@example.com" <ada@example.com>'],
    ['ada@example.com.'],
    ['\u200bada@example.com\ufeff'],
    ['\u00a0ada@example.com\u00a0'],
    ['ada＠example.com'],
    ['• ada@example.com'],
    ['- ada@example.com'],
    ['Ada\tada@example.com'],
    ['ada@example.com (Ada)'],
    ['Ada<ada@example.com>'],
  ])('%j is one', (pasted) => expect(addressesIn(pasted)).toEqual(['ada@example.com']));

  it.each([
    ', ',
    ',',
    ';',
    '; ',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    '\u00a0',
    '\n\n',
    ',\n',
    ' ; ',
    '，',
    '；',
    '、',
    '\u2028',
  ])('are apart by %j', (between) => {
    const two = ['ada@example.com', 'ben@example.com'];
    expect(addressesIn(two.join(between))).toEqual(two);
    expect(addressesIn([...two, ''].join(between))).toEqual(two);
    const named = ['Ada <ada@example.com>', '"B, Ben" <ben@example.com>'];
    expect(addressesIn(named.join(between))).toEqual(two);
  });

  it('keep the names beside them', () => {
    const pasted =
      'Ada Lovelace <ada@example.com>, "Ben, B." <ben@example.com>; Cook, Cleo <cleo@example.com>\nd@example.com';
    expect(readPastedAddresses(pasted).map(({ name }) => name)).toEqual(['Ada Lovelace', 'Ben, B.', 'Cook, Cleo', '']);
  });

  it('do not hide what is none', () => {
    expect(readPastedAddresses('ada, ben@example.com, Cleo Cook\nd@example.com; ,')).toEqual([
      { address: '', name: '', text: 'ada' },
      { address: 'ben@example.com', name: '', text: 'ben@example.com' },
      { address: '', name: '', text: 'Cleo Cook' },
      { address: 'd@example.com', name: '', text: 'd@example.com' },
    ]);
    expect(addressesIn('@')).toEqual(['@']);
    expect(addressesIn('a@b@c, <>, "')).toEqual(['a@b@c', '', '']);
    expect(readPastedAddresses(' ,;\n\t')).toEqual([]);
  });

  it('are read in a time that grows with the text', () => {
    for (const piece of ['<', '"', '"<', ',', 'a@', '((', '<a@b>', 'mailto:', ' "']) {
      readPastedAddresses(piece.repeat(10_000));
    }
  });

  it('are read by a file that browsers can use: it imports nothing', () => {
    expect(readFileSync(join(import.meta.dirname, 'pasted-addresses.ts'), 'utf8')).not.toMatch(
      /\bimport\b[^.]*from|require/,
    );
  });
});
