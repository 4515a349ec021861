import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  confirmEmailChange,
  emailTaken,
  requestPasswordReset,
  resetPassword,
  RosterError,
  tokenInvalid,
  undoEmailChange,
  userPasswordWeak,
} from '@roster/contracts';
import { freePort } from '@roster/deploy';
import { findBrowser } from '../../../../../test/harness/browser.js';
import { openMailed } from '../../testing/mailed-page.js';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

const TOKEN = 'k1-secret-token';

let test: TestGateway;
let url: string;

beforeAll(async () => {
  await findBrowser();
  const port = await freePort();
  url = `http://localhost:${port}`;
  test = await startTestGateway({ PORT: String(port) });
});

afterAll(() => test.close());

it('a new password is set by a press of the button, and by nothing before (S36, S37)', async () => {
  const asked: object[] = [];
  test.peers.answer(resetPassword, (input) => {
    asked.push({ ...input });
    if (input.password.startsWith('password'))
      throw new RosterError(userPasswordWeak, 'The password is too easy to guess', {
        details: { errors: [{ path: 'password', message: 'is too easy to guess' }] },
      });
    return {};
  });
  const before = test.peers.asked.length;
  await openMailed(url, `/reset-password#token=${TOKEN}`, async (page, complaints) => {
    const button = page.getByRole('button', { name: 'Set this password' });
    await button.waitFor();
    expect(page.url()).toBe(`${url}/reset-password`);
    expect(test.peers.asked.length).toBe(before);
    const password = page.getByLabel('New password', { exact: true });
    expect(await password.getAttribute('autocomplete')).toBe('new-password');
    await password.fill('password123456789');
    await button.click();
    await page.getByText('too easy to guess').waitFor();
    await page.getByRole('button', { name: 'Show the password' }).click();
    expect(await password.getAttribute('type')).toBe('text');
    await password.fill('quite another long sentence');
    await button.click();
    await page.getByText('Sign in with your new password').waitFor();
    expect(await password.count()).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    // The browser notes the refusal itself; nothing else is wrong with the page.
    expect(complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
  });
  expect(asked.at(-1)).toEqual({ token: TOKEN, password: 'quite another long sentence' });
});

it('who has forgotten the password asks for the mail, and is told the same whoever has the address (S12)', async () => {
  const asked: string[] = [];
  test.peers.answer(requestPasswordReset, ({ email }) => {
    asked.push(email);
    return {};
  });
  await openMailed(url, '/reset-password', async (page, complaints) => {
    await page.getByLabel('Your e-mail address').fill('ada@example.com');
    await page.getByRole('button', { name: 'Send me the link' }).click();
    await page.getByText('If somebody signs in with this address').waitFor();
    expect(complaints).toEqual([]);
  });
  expect(asked).toEqual(['ada@example.com']);
});

it.each([
  { path: '/confirm-email', button: 'Confirm my new address', done: 'Sign in with your new address', which: 'confirm' },
  { path: '/undo-email-change', button: 'Undo the change', done: 'You have your address back', which: 'undo' },
] as const)(
  '$path does its work by a press of the button, and nothing before (S36, S37)',
  async (wanted) => {
    const contract = wanted.which === 'confirm' ? confirmEmailChange : undoEmailChange;
    const tokens: string[] = [];
    test.peers.answer(contract, ({ token }) => {
      tokens.push(token);
      if (token === 'taken') throw new RosterError(emailTaken);
      if (token !== TOKEN) throw new RosterError(tokenInvalid);
      return {};
    });
    await openMailed(url, `${wanted.path}#token=${TOKEN}`, async (page, complaints) => {
      const button = page.getByRole('button', { name: wanted.button });
      await button.waitFor();
      expect(page.url()).toBe(url + wanted.path);
      expect(tokens).toEqual([]);
      await button.click();
      await page.getByText(wanted.done).waitFor();
      expect(complaints).toEqual([]);
      for (const [token, words] of [
        ['taken', 'in use already'],
        ['used', 'This link is no longer valid'],
      ] as const) {
        await page.goto('about:blank');
        await page.goto(`${url}${wanted.path}#token=${token}`);
        await button.click();
        await page.getByText(words).waitFor();
      }
      await page.goto('about:blank');
      await page.goto(url + wanted.path);
      await page.getByText('This link is incomplete').waitFor();
      expect(await page.getByRole('button').count()).toBe(0);
    });
  },
  60_000,
);
