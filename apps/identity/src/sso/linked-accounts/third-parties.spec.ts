import { describe, expect, it } from '@jest/globals';
import { isThirdParties, readThirdParties } from './third-parties.js';

const pages = {
  id: 'pages',
  name: 'Pages',
  issuer: 'https://pages.example.com',
  clientId: 'roster',
  clientSecret: 'secret',
  scopes: ['read'],
};
const tokenEndpoint = 'https://pages.example.com/token';

describe('the list of third parties', () => {
  it('may be empty, discovered, or written out', () => {
    expect(readThirdParties('[]')).toEqual([]);
    const whole = { ...pages, authorizationEndpoint: 'https://pages.example.com/auth', tokenEndpoint };
    expect(readThirdParties(JSON.stringify([pages, { ...whole, id: 'other' }]))).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ['no list', {}],
    ['somebody without a name', [{ ...pages, name: undefined }]],
    ['a member that nobody knows', [{ ...pages, secret: 'x' }]],
    ['an issuer that is no URL', [{ ...pages, issuer: 'pages' }]],
    ['an id that is no segment of a path', [{ ...pages, id: '../x' }]],
    ['nothing to ask for', [{ ...pages, scopes: [] }]],
    ['half of the endpoints', [{ ...pages, tokenEndpoint }]],
    ['one id twice', [pages, pages]],
    ['null', [null]],
  ])('is refused with %s', (_, list) => expect(isThirdParties(JSON.stringify(list))).toBe(false));

  it('is refused if it is not JSON', () => expect(isThirdParties('facebook')).toBe(false));
});
