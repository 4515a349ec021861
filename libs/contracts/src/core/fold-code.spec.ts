import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import { allRpcs } from '../index.js';
import { foldCode } from './fold-code.js';

describe('a code as people type it', () => {
  it.each([
    ['123456', '123456'],
    ['123 456', '123456'],
    [' 123-456\n', '123456'],
    ['123\u00a0456', '123456'],
    ['123\u202f456', '123456'],
    ['123\u2009456', '123456'],
    ['123\u2013456', '123456'],
    ['123\u2011456', '123456'],
    ['123\u2212456', '123456'],
    ['123.456', '123456'],
    ['\u200e123\u200b456\ufeff', '123456'],
    ['１２３４５６', '123456'],
    ['１２３－４５６', '123456'],
    ['١٢٣٤٥٦', '123456'],
    ['۱۲۳۴۵۶', '123456'],
    ['०१२३४५६७८९', '0123456789'],
    ['𝟎𝟏𝟗𝟘𝟙𝟡', '019019'],
    ['abcde-fghjk', 'abcdefghjk'],
    ['ＡＢＣＤＥ　ＦＧＨＪＫ', 'ABCDEFGHJK'],
    ['12345x', '12345x'],
    ['', ''],
  ])('%j is %s', (typed, code) => expect(foldCode(typed)).toBe(code));
});

it('a code is read so by every contract that takes one of six digits', () => {
  const taking = allRpcs().filter(({ input }) =>
    getMetadataStorage()
      .getTargetValidationMetadatas(input, '', false, false)
      .some(({ propertyName, constraints }) => propertyName === 'code' && String(constraints?.[0]).includes('{6}')),
  );
  expect(taking.map(({ subject }) => subject).sort()).toEqual([
    'rpc.identity.phone.confirm',
    'rpc.identity.session.reauthenticate',
    'rpc.identity.sign-in.finish-enrolment',
    'rpc.identity.sign-in.take-second-factor',
    'rpc.identity.totp.confirm',
  ]);
  for (const { input } of taking) {
    expect(plainToInstance(input, { code: ' １２３\u2013٤٥６\u00a0' })).toMatchObject({ code: '123456' });
  }
});
