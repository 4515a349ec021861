import { describe, expect, it } from '@jest/globals';
import { MalformedEnvelope, readEnvelope } from './envelope.js';

const SUBJECT = 'evt.identity.note.written.v1';
const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const good = {
  specversion: '1.0',
  id: ID,
  source: 'roster/identity',
  type: SUBJECT,
  subject: 'note-1',
  time: '2026-11-22T10:00:00Z',
  datacontenttype: 'application/json',
  accountid: ID,
  data: { text: 'hello' },
};
const encode = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

describe('readEnvelope', () => {
  it('accepts an envelope with more than it knows of', () => {
    expect(readEnvelope(encode({ ...good, later: true }), SUBJECT)).toMatchObject(good);
    const { accountid: _none, ...global } = good;
    expect(readEnvelope(encode(global), SUBJECT)).toEqual(global);
  });

  it.each([
    '',
    'null',
    '[]',
    '{"id":',
    { ...good, specversion: '2.0' },
    { ...good, id: 'x' },
    { ...good, id: undefined },
    { ...good, type: 'evt.identity.note.written.v2' },
    { ...good, subject: 7 },
    { ...good, accountid: "' or true" },
    { ...good, accountid: null },
    { ...good, data: undefined },
    { ...good, data: [] },
  ])('refuses %j', (value) => {
    expect(() => readEnvelope(encode(value), SUBJECT)).toThrow(MalformedEnvelope);
  });

  it('refuses what is not UTF-8', () => {
    expect(() => readEnvelope(new Uint8Array([0xff, 0xfe]), SUBJECT)).toThrow(MalformedEnvelope);
  });
});
