import { afterAll, beforeAll, it } from '@jest/globals';
import {
  createSession,
  discoverSso,
  finishEnrolment,
  finishSso,
  getMe,
  ipUnauthorized,
  lookupInvitation,
  resetPassword,
  RosterError,
  sessionCredentialsInvalid,
  ssoNotAdmitted,
  startEnrolment,
  tokenInvalid,
  userPasswordWeak,
  verifyEmail,
  type ChallengeStep,
  type SecondFactor,
} from '@roster/contracts';
import { freePort } from '@roster/deploy';
import { browsing, findBrowser, type Page } from '../../../../../test/harness/browser.js';
import { photograph } from '../../../../../test/harness/screenshots.js';
import { sessionStarted } from '../../testing/session-started.js';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

let test: TestGateway;
let url: string;

const LATER = '2030-01-01T12:00:00.000Z';
const QR =
  'data:image/svg+xml;utf8,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"%3E%3Cpath d="M1 1h3v3h-3zM5 5h3v3h-3z"/%3E%3C/svg%3E';
const CODES = Array.from({ length: 10 }, (_, at) => `abcd${at}-fgh${at}j`);

beforeAll(async () => {
  await findBrowser();
  const port = await freePort();
  url = `http://localhost:${port}`;
  const brand = { PRODUCT_NAME: 'Acme', SUPPORT_EMAIL: 'help-for-everybody@support.acme.example' };
  test = await startTestGateway({ PORT: String(port), ...brand });
  test.peers.answer(discoverSso, ({ email }) => ({
    connections: email.startsWith('sso')
      ? [{ accountId: 'a', connectionId: 'c', kind: 'okta' as const, name: 'Acme Okta', enforced: false }]
      : [],
  }));
  test.peers.answer(startEnrolment, () => ({
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    uri: 'otpauth://totp/x',
    qrCode: QR,
    expiresAt: LATER,
  }));
  test.peers.answer(finishEnrolment, () => ({ session: sessionStarted({ token: 't', backupCodes: CODES }) }));
  test.peers.answer(lookupInvitation, () => ({
    accountName: 'Acme Incorporated, Department of Long Names and Other Affairs',
    email: 'ada.lovelace.of.the.analytical.engine@correspondence.example.com',
    needsPassword: 'new' as const,
    expiresAt: LATER,
  }));
  test.peers.answer(verifyEmail, ({ token }) => {
    if (token === 'used') throw new RosterError(tokenInvalid);
    return {};
  });
  test.peers.answer(resetPassword, () => {
    throw new RosterError(userPasswordWeak, 'A password must have at least 15 characters', {
      details: { errors: [{ path: 'password', message: 'must have at least 15 characters' }] },
    });
  });
  test.peers.answer(finishSso, () => {
    throw new RosterError(ssoNotAdmitted);
  });
});

afterAll(() => test.close());

/** What the password leads to next. */
function next(step: ChallengeStep | 'address' | 'wrong', factors: SecondFactor[] = []): void {
  test.peers.answer(createSession, () => {
    if (step === 'wrong') throw new RosterError(sessionCredentialsInvalid);
    if (step === 'address') throw new RosterError(ipUnauthorized, undefined, { details: { challenge: 'c' } });
    return { challenge: { challenge: 'c', next: step, factors, expiresAt: LATER } };
  });
}

async function typeEmail(page: Page, email = 'ada@example.com') {
  await page.getByLabel('E-mail address').fill(email);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password', { exact: true }).waitFor();
}

async function typePassword(page: Page, heading: string) {
  await typeEmail(page);
  await page.getByLabel('Password', { exact: true }).fill('whatever');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: heading }).waitFor();
}

const SIGN_IN = '/console/sign-in';
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const reach = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

/** The state's name, its page, and how one comes to it there. */
const STATES: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
  ['sign-in', SIGN_IN, (page) => page.getByLabel('E-mail address').waitFor()],
  ['password', SIGN_IN, (page) => typeEmail(page)],
  ['password-or-provider', SIGN_IN, (page) => typeEmail(page, 'sso@example.com')],
  [
    'password-wrong',
    SIGN_IN,
    async (page) => {
      next('wrong');
      await typePassword(page, 'Sign in to');
      await page.getByRole('alert').waitFor();
    },
  ],
  [
    'second-factor',
    SIGN_IN,
    async (page) => {
      next('second-factor', ['totp', 'passkey', 'backup-code']);
      await typePassword(page, 'Second step');
    },
  ],
  [
    'enrolment',
    SIGN_IN,
    async (page) => {
      next('enrolment', ['totp']);
      await typePassword(page, 'Set up the second step');
    },
  ],
  [
    'codes',
    SIGN_IN,
    async (page) => {
      next('enrolment', ['totp']);
      await typePassword(page, 'Set up the second step');
      await page.getByLabel('Code of your authenticator app').fill('123456');
      await page.keyboard.press('Enter');
      await reach(page, 'Save your backup codes');
    },
  ],
  [
    'new-password',
    SIGN_IN,
    async (page) => {
      next('new-password');
      await typePassword(page, 'Choose a password of your own');
    },
  ],
  [
    'blocked',
    SIGN_IN,
    async (page) => {
      next('address');
      await typePassword(page, 'This network address is not known yet');
    },
  ],
  ['forgotten', '/reset-password', (page) => reach(page, 'Choose a new password')],
  [
    'reset',
    '/reset-password#token=t',
    async (page) => {
      await page.getByLabel('New password', { exact: true }).fill('short');
      await press(page, 'Set this password');
      await page.getByText('A password must have').waitFor();
    },
  ],
  ['verify', '/verify-email#token=t', (page) => reach(page, 'Verify your e-mail address')],
  [
    'verified',
    '/verify-email#token=t',
    async (page) => {
      await press(page, 'Verify my address');
      await reach(page, 'Your address is verified');
    },
  ],
  [
    'link-over',
    '/verify-email#token=used',
    async (page) => {
      await press(page, 'Verify my address');
      await reach(page, 'This link is no longer valid');
    },
  ],
  ['link-incomplete', '/verify-email', (page) => reach(page, 'This link is incomplete')],
  ['confirm-email', '/confirm-email#token=t', (page) => reach(page, 'Confirm your new e-mail address')],
  ['undo-email-change', '/undo-email-change#token=t', (page) => reach(page, 'Keep your e-mail address')],
  ['authorize-ip', '/authorize-ip#token=t', (page) => reach(page, 'Authorize a network address')],
  ['invited', '/accept-invitation#token=t', (page) => reach(page, 'You are invited')],
  [
    'invitation',
    '/accept-invitation#token=t',
    async (page) => {
      await press(page, 'See the invitation');
      await page.getByLabel('First name').waitFor();
    },
  ],
  [
    'invitation-of-somebody-else',
    '/accept-invitation#token=t',
    async (page) => {
      const { token } = test.peers.signIn();
      test.peers.answer(getMe, () => ({ user: { email: 'ben@example.com' } as never }));
      await page.context().addCookies([{ name: 'roster_session', value: token, url }]);
      await press(page, 'See the invitation');
      await page.getByText('You are signed in as').waitFor();
    },
  ],
  ['landing-failed', '/sso-callback/x?state=sign-in.x&code=c', (page) => reach(page, 'That did not work')],
];

it.each(STATES)('%s is whole at every width, in both colour schemes, and accessible', async (name, path, come) => {
  await browsing(async (browser) => {
    const page = await browser.newPage();
    await page.goto(url + path);
    await come(page);
    await photograph(page, name);
  });
});
