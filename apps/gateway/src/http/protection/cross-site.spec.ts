import { describe, expect, it } from '@jest/globals';
import { isCrossSite, type Provenance } from './cross-site.js';

const HOME = 'https://roster.example.com';

const write: Provenance = {
  method: 'POST',
  hasSessionCookie: true,
  authorization: undefined,
  requestedWith: 'roster',
  origin: HOME,
};
const refused = (change: Partial<Provenance>) => isCrossSite({ ...write, ...change }, HOME);

describe('a write that rests on the cookie', () => {
  it('is taken from our own pages', () => {
    expect(refused({})).toBe(false);
    expect(refused({ origin: undefined })).toBe(false);
  });

  it('needs the header that a foreign page cannot set', () => {
    expect(refused({ requestedWith: undefined })).toBe(true);
    expect(refused({ requestedWith: 'XMLHttpRequest' })).toBe(true);
  });

  it.each(['null', 'https://evil.example', 'http://roster.example.com', `${HOME}.evil.example`, `${HOME}:8443`, ''])(
    'is refused from the origin %j',
    (origin) => expect(refused({ origin })).toBe(true),
  );

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is any %s', (method) => {
    expect(refused({ method, requestedWith: undefined })).toBe(true);
  });
});

describe('what rests on no cookie', () => {
  it('may come from anywhere: a read, a bearer, nobody', () => {
    expect(refused({ method: 'GET', requestedWith: undefined, origin: 'null' })).toBe(false);
    expect(refused({ authorization: 'Bearer x', requestedWith: undefined, origin: 'null' })).toBe(false);
    expect(refused({ hasSessionCookie: false, requestedWith: undefined, origin: 'null' })).toBe(false);
  });

  it('yet asks for a cookie, is held to our origin', () => {
    expect(refused({ hasSessionCookie: false })).toBe(false);
    expect(refused({ hasSessionCookie: false, origin: 'https://evil.example' })).toBe(true);
  });
});
