import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  lookupInvitation,
  RosterError,
  tokenInvalid,
  verifyEmail,
  confirmIpAuthorization,
} from '@roster/contracts';
import { freePort } from '@roster/deploy';
import { findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { openMailed } from '../../testing/mailed-page.js';
import { sessionStarted } from '../../testing/session-started.js';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

const TOKEN = 'k1-secret-token';

let test: TestGateway;
let url: string;

beforeAll(async () => {
  await findBrowser();
  const port = await freePort();
  url = `http://localhost:${port}`;
  test = await startTestGateway({ PORT: String(port) });
  test.peers.answer(lookupInvitation, () => ({
    accountName: '<b>Acme</b>',
    email: 'ada@example.com',
    needsPassword: 'new' as const,
    expiresAt: '2030-01-01T12:00:00.000Z',
  }));
});

afterAll(() => test.close());

const open = <T>(link: string, work: (page: Page, complaints: string[]) => Promise<T>): Promise<T> =>
  openMailed(url, link, work);

it('an address is verified by a press of the button, and by nothing before', async () => {
  const tokens: string[] = [];
  test.peers.answer(verifyEmail, ({ token }) => {
    tokens.push(token);
    return {};
  });
  await open(`/verify-email#token=${TOKEN}`, async (page, complaints) => {
    const button = page.getByRole('button', { name: 'Verify my address' });
    await button.waitFor();
    expect(page.url()).toBe(`${url}/verify-email`);
    expect(tokens).toEqual([]);
    await button.click();
    await page.getByText('You can sign in now').waitFor();
    expect(complaints).toEqual([]);
  });
  expect(tokens).toEqual([TOKEN]);
});

it('a link that is used up, or incomplete, is told in plain words', async () => {
  test.peers.answer(verifyEmail, () => {
    throw new RosterError(tokenInvalid);
  });
  await open(`/verify-email#token=${TOKEN}`, async (page) => {
    await page.getByRole('button').click();
    await page.getByText('This link is no longer valid').waitFor();
    await page.goto('about:blank');
    await page.goto(`${url}/verify-email`);
    await page.getByText('This link is incomplete').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
  });
});

it('an invitation is read, answered and leaves its guest signed in', async () => {
  const accepted: object[] = [];
  test.peers.answer(acceptInvitation, (input) => {
    accepted.push({ ...input });
    return {
      session: sessionStarted({ token: 'session-token' }),
    };
  });
  const asked = test.peers.asked.length;
  await open(`/accept-invitation#token=${TOKEN}`, async (page, complaints) => {
    const see = page.getByRole('button', { name: 'See the invitation' });
    await see.waitFor();
    expect(test.peers.asked.length).toBe(asked);
    await see.click();
    await page.getByText('<b>Acme</b>').waitFor();
    await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('Last name').fill('Lovelace');
    const password = page.getByLabel('Choose a password');
    await password.fill('a password');
    await page.getByRole('button', { name: 'Show the password' }).click();
    expect(await password.getAttribute('type')).toBe('text');
    expect(accepted).toEqual([]);
    await password.fill('a long enough password');
    await page.getByRole('button', { name: 'Accept the invitation' }).click();
    await page.getByText('You have joined the account').waitFor();
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([
      { name: 'roster_session', value: 'session-token', httpOnly: true, sameSite: 'Lax' },
    ]);
    // The browser notes itself that nobody was signed in; nothing else is wrong with the page.
    expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
  });
  expect(accepted).toEqual([
    { token: TOKEN, firstName: 'Ada', lastName: 'Lovelace', password: 'a long enough password' },
  ]);
});

it('a network address is authorized by a press of the button, and by nothing before (S36)', async () => {
  const tokens: string[] = [];
  test.peers.answer(confirmIpAuthorization, ({ token }) => {
    tokens.push(token);
    return {};
  });
  await open(`/authorize-ip#token=${TOKEN}`, async (page, complaints) => {
    const button = page.getByRole('button', { name: 'authorize the address' });
    await button.waitFor();
    await page.getByText('If that was not you, do not authorize it.').waitFor();
    expect(page.url()).toBe(`${url}/authorize-ip`);
    expect(tokens).toEqual([]);
    await button.click();
    await page.getByText('sign in again').waitFor();
    expect(complaints).toEqual([]);
  });
  expect(tokens).toEqual([TOKEN]);
});
