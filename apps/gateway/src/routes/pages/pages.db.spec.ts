import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
});

afterAll(() => test.close());

it.each([
  '/verify-email',
  '/accept-invitation',
  '/reset-password',
  '/confirm-email',
  '/undo-email-change',
  '/authorize-ip',
  '/sso-callback/x',
  '/connection-callback/pages',
])('%s loads from here alone, and asks nothing of the services (S36, S37)', async (path) => {
  for (const method of ['GET', 'HEAD', 'GET']) {
    expect(await test.ask(`${path}?utm=1`, { method })).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
    });
  }
  const { text } = await test.ask(path);
  // What it loads; where a person may go from it is another thing.
  const sources = [...text.matchAll(/<(?!a )[^>]*(?:src|href)="([^"]*)"/g)].map(([, source = '']) => source);
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) {
    expect(source).toMatch(/^\/pages\//);
    expect((await test.ask(source)).status).toBe(200);
  }
  // The policy allows no inline script or style.
  expect(text).not.toMatch(/<style|<script(?![^>]*src=)| style=| on\w+=/);
  expect(test.peers.asked).toEqual([]);
});

it.each(['/pages/', '/pages/..%2f..%2fmain.js', '/pages/%2e%2e/config.js', '/pages/x.js', '/pages/roster.css/x'])(
  '%s is not there',
  async (path) => {
    expect(await test.ask(path)).toMatchObject({ status: 404, body: { code: 'route.not-found' } });
  },
);
