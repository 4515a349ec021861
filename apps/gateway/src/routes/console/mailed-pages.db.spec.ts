import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway, startTestGateway, type OpenGateway, type TestGateway } from '../../testing/test-gateway.js';

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
        'content-security-policy': expect.stringMatching(/^default-src 'self';.*style-src 'self' 'nonce-[\w+/=]+'/),
      },
    });
  }
  const { text } = await test.ask(path);
  // What it loads; where a person may go from it is another thing.
  const sources = [...text.matchAll(/<(?!a )[^>]*(?:src|href)="([^"]*)"/g)].map(([, source = '']) => source);
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) {
    expect(source).toMatch(/^\/console\/assets\//);
    expect((await test.ask(source)).status).toBe(200);
  }
  // The policy allows no inline script or style. The product's name and looks are data.
  expect(text).not.toMatch(/<style|<script(?![^>]*src=)(?! type="application\/json")| style=| on\w+=/);
  expect(test.peers.asked).toEqual([]);
});

it('a script that is not there is not found, and every other address of the console is its page', async () => {
  for (const path of ['/console/assets/gone-1a2b3c.js', '/console/assets/', '/console/assets/below/gone.css']) {
    expect(await test.ask(path)).toMatchObject({
      status: 404,
      headers: { 'content-type': expect.stringContaining('problem+json') },
    });
  }
  for (const path of ['/console', '/console/users/someone', '/console/nowhere']) {
    expect((await test.ask(path)).text).toContain('<!doctype html>');
  }
});

describe('the product’s logo', () => {
  const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  let answer: (response: ServerResponse) => void;
  let asked = 0;
  let host: Server;
  let logoUrl: string;

  beforeAll(async () => {
    host = createServer((_, response) => {
      asked += 1;
      answer(response);
    }).listen(0, '127.0.0.1');
    await once(host, 'listening');
    logoUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}/logo`;
  });
  afterAll(() => void host.close());

  const withLogo = async (work: (gateway: OpenGateway) => Promise<void>) => {
    const gateway = await openGateway(test.nats.url, { PRODUCT_NAME: 'Acme & Co', PRODUCT_LOGO_URL: logoUrl });
    try {
      await work(gateway);
    } finally {
      await gateway.close();
    }
  };

  it('is on the pages, and comes from here: whoever opens one asks nobody else (S37)', async () => {
    answer = (response) => response.writeHead(200, { 'content-type': 'image/svg+xml; charset=utf-8' }).end(SVG);
    await withLogo(async ({ ask }) => {
      const { text } = await ask('/verify-email');
      expect(text).toContain('"logoUrl":"/pages/logo"');
      expect(text).not.toContain(logoUrl);
      for (let time = 0; time < 3; time += 1) {
        expect(await ask('/pages/logo')).toMatchObject({
          status: 200,
          text: SVG,
          headers: { 'content-type': 'image/svg+xml', 'content-security-policy': expect.stringContaining('sandbox') },
        });
      }
    });
    expect(asked).toBe(1);
  });

  it.each([
    ['a page', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')],
    ['a failure', (response: ServerResponse) => response.writeHead(500, { 'content-type': 'image/png' }).end()],
    [
      'too much',
      (response: ServerResponse) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'.repeat(600_000)),
    ],
  ])('that is %s is not shown: its name stands in its place', async (_, broken) => {
    answer = broken;
    await withLogo(async ({ ask }) => {
      expect(await ask('/pages/logo')).toMatchObject({ status: 404, body: { code: 'route.not-found' } });
    });
  });

  it('is not there without a configured one, where the name is shown', async () => {
    expect((await test.ask('/pages/logo')).status).toBe(404);
    expect((await test.ask('/verify-email')).text).toContain('"logoUrl":null');
  });
});
