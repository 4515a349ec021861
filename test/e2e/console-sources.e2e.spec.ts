import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '@roster/deploy';
import { sharedSystem } from '../harness/system.js';

// Plain JavaScript without types, since it is what builds and starts everything.
type ServeConsole = (gateway: string, port: number) => Promise<() => Promise<void>>;
const BOOTSTRAP: string = '../../deploy/bootstrap/console.mjs';

let url: string;
let end: () => Promise<void>;

beforeAll(async () => {
  const { serveConsole } = (await import(BOOTSTRAP)) as { serveConsole: ServeConsole };
  const port = await freePort();
  url = `http://localhost:${port}`;
  end = await serveConsole(sharedSystem().url, port);
});
afterAll(() => end());

it('`npm run dev` serves the console from its sources, also at the paths in mails, and all else by the gateway', async () => {
  for (const path of ['/console', '/console/users?q=a', '/verify-email', '/sso-callback/x']) {
    const page = await fetch(url + path);
    expect({ path, status: page.status }).toEqual({ path, status: 200 });
    expect(await page.text()).toContain('/console/src/main.tsx');
  }
  expect((await fetch(`${url}/console/src/main.tsx`)).headers.get('content-type')).toContain('javascript');
  expect((await fetch(`${url}/health/live`)).headers.get('content-type')).toContain('json');
  const refused = await fetch(`${url}/v1/me`);
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([401, 'session.required']);
  expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toBe('/console');
});
