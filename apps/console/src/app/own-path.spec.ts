import { describe, expect, it } from '@jest/globals';
import { ownPath } from './own-path.js';

const ORIGIN = 'https://roster.example.com';

describe('After a sign-in', () => {
  it.each(['/console', '/console/users?role=a&role=b', `${ORIGIN}/console/roles`])('%s is gone back to', (next) => {
    expect(ownPath(next, ORIGIN)).toBe(next.replace(ORIGIN, ''));
  });

  it.each([
    '//evil.example/console',
    'https://evil.example/console',
    String.raw`/\evil.example/console`,
    'https:evil.example/console',
    'javascript:alert(1)',
    'http://roster.example.com/console',
    '/v1/me',
    '/console/../v1/me',
    '/consoles',
    '',
    'http://[',
    undefined,
    ['/console/users'],
  ])('%s leads to the start page (S59)', (next) => {
    expect(ownPath(next, ORIGIN)).toBe('/console');
  });
});
