import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { decoyOf, relyingParty } from './passkey.js';

it('is made for the public host, and works from its origin only', () => {
  expect(relyingParty('https://roster.example/app', 'Acme Mail')).toMatchObject({
    id: 'roster.example',
    origin: 'https://roster.example',
  });
  expect(relyingParty('http://localhost:3000', 'Acme Mail')).toMatchObject({
    id: 'localhost',
    origin: 'http://localhost:3000',
  });
});

it('has decoys as long as real ones, always the same one for the same digest (S12)', () => {
  const decoys = Array.from({ length: 200 }, (_, i) => {
    const digest = createHash('sha256').update(String(i)).digest();
    expect(decoyOf(digest)).toEqual(decoyOf(digest));
    return decoyOf(digest);
  });
  expect(new Set(decoys.map(({ id }) => Buffer.from(id, 'base64url').length))).toEqual(new Set([16, 20, 32]));
  expect(new Set(decoys.map(({ id }) => id)).size).toBe(200);
});
