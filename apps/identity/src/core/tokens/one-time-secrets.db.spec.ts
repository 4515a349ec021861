import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  changeSecuritySettings,
  chooseNewPassword,
  confirmEmailChange,
  confirmIpAuthorization,
  confirmPhone,
  createSession,
  finishSso,
  listSecondFactors,
  memberActivated,
  memberEdited,
  offerPasskey,
  requestEmailChange,
  requestIpAuthorization,
  requestPasswordReset,
  resetPassword,
  RosterError,
  signInByPasskey,
  takeSecondFactor,
  undoEmailChange,
  verifyEmail,
  verifyPhone,
  type PersonActor,
} from '@roster/contracts';
import { compete, settled, type Outcome } from '../../../../../test/harness/once-of-many.js';
import { RIVALS } from '../../../../../test/harness/scale.js';
import { TestDns } from '../../../../../test/identity/dns.js';
import { challengeOf, challengesOf, codeOfApp, setUpApp, setUpPasskey } from '../../../../../test/identity/factors.js';
import { mailedToken, mailsTo } from '../../../../../test/identity/mails.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { CLIENT, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
import { address, EDITOR, IdentityWorld, PASSWORD } from '../../../../../test/identity/world.js';

/** A secret that is out, and what can be seen of its use. */
interface Issued {
  /** Uses the secret. */
  readonly attempt: (rival: number) => Promise<unknown>;
  readonly effects: () => Promise<number>;
  /** What those who come later are told. Without it they are let in: with their own password, it is a sign-in. */
  readonly refusal?: string;
  readonly afterwards?: (outcome: Outcome) => Promise<void>;
}

const OFFICE = { client: { address: '203.0.113.7' } };
const HOME = { client: { address: '198.51.100.20' } };

let dns: TestDns;
let provider: TestProvider;
let world: IdentityWorld;
let sso: Sso;

beforeAll(async () => {
  dns = await TestDns.start();
  provider = await TestProvider.start([CLIENT]);
  world = await IdentityWorld.create(ssoSettings(dns));
  // Two replicas: what one process does not know of the other's attempts shows only so.
  await world.start();
  sso = new Sso(world, dns);
});
afterAll(async () => {
  await world.close();
  provider.close();
  dns.close();
});

const call: IdentityWorld['gateway']['call'] = (...given) => world.gateway.call(...given);
const rows = async (sql: string, ...values: unknown[]) => (await world.sql(sql, values)).length;
const sessionsOf = ({ userId }: PersonActor) => rows('select from sessions where user_id = $1', userId);

/** Asks for a change of address; resolves with both addresses and the token that confirms it. */
async function emailChange() {
  const owner = await world.openAccount();
  const email = address('new');
  await call(requestEmailChange, { email }, owner.call);
  const token = await mailedToken(world, email, 'email-change');
  const effects = async () => (await world.events(memberEdited, owner.memberId)).length;
  return { owner, token, effects };
}

const KINDS: Record<string, { readonly stored: string; readonly issue: () => Promise<Issued> }> = {
  'the link that verifies the address of a sign-up': {
    stored: 'sign_ups.token_hash',
    async issue() {
      const { account, member } = await world.signUp();
      const token = await world.verificationToken(account.id);
      return {
        attempt: () => call(verifyEmail, { token }),
        effects: async () => (await world.events(memberActivated, member.id)).length,
        refusal: 'token.invalid',
      };
    },
  },
  'the link that sets a new password': {
    stored: 'password_resets.token_hash',
    async issue() {
      const { email } = await world.openAccount();
      await call(requestPasswordReset, { email });
      const token = await mailedToken(world, email, 'password-reset');
      // Each attempt sets another password, so the one that works shows which attempt it was.
      const sentence = (rival: number) => `the long sentence number ${rival}`;
      return {
        attempt: (rival) => call(resetPassword, { token, password: sentence(rival) }),
        effects: async () => (await mailsTo(world, email, 'password-changed')).length,
        refusal: 'token.invalid',
        async afterwards({ winners }) {
          const signIn = (rival: number) => settled(() => call(createSession, { email, password: sentence(rival) }));
          expect((await Promise.all(winners.map(signIn))).filter((code) => code === 'none')).toHaveLength(1);
        },
      };
    },
  },
  'the link that confirms a new address': {
    stored: 'email_changes.token_hash',
    async issue() {
      const { token, effects } = await emailChange();
      return { attempt: () => call(confirmEmailChange, { token }), effects, refusal: 'token.invalid' };
    },
  },
  'the link that gives an old address back': {
    stored: 'email_changes.undo_hash',
    async issue() {
      const { owner, token, effects } = await emailChange();
      await call(confirmEmailChange, { token });
      const undo = await mailedToken(world, owner.email, 'email-changed');
      return { attempt: () => call(undoEmailChange, { token: undo }), effects, refusal: 'token.invalid' };
    },
  },
  'the link of an invitation': {
    stored: 'invitations.token_hash',
    async issue() {
      const { token, memberId, email } = await world.invite(await world.openAccount(), address());
      const invitee = { token, firstName: 'Carl', lastName: 'Colleague', password: PASSWORD };
      const seats = world.neighbours.inputs('use').length;
      return {
        attempt: () => call(acceptInvitation, invitee),
        effects: async () => (await world.events(memberActivated, memberId)).length,
        async afterwards() {
          expect(world.neighbours.inputs('use').length - seats).toBe(1);
          expect(await rows('select from users where email = $1', email)).toBe(1);
          expect(await rows('select from members where email = $1', email)).toBe(1);
        },
      };
    },
  },
  'the link of an invitation, for somebody who is signed in': {
    stored: 'invitations.token_hash',
    async issue() {
      const person = await world.openAccount();
      const { token, memberId } = await world.invite(await world.openAccount(), person.email);
      return {
        attempt: () => call(acceptInvitation, { token }, person.call),
        effects: async () => (await world.events(memberActivated, memberId)).length,
      };
    },
  },
  'the link that authorizes a network address': {
    stored: 'ip_authorizations.token_hash',
    async issue() {
      const owner = await world.openAccount({ preset: 'ontraport' });
      await call(changeSecuritySettings, { ipRestrictions: true }, { ...owner.call, ...OFFICE });
      const refused = await call(createSession, { email: owner.email, password: PASSWORD }, HOME).catch(
        (error: unknown) => error,
      );
      const challenge = refused instanceof RosterError ? String(refused.details?.['challenge']) : '';
      await call(requestIpAuthorization, { challenge }, HOME);
      const token = await mailedToken(world, owner.email, 'ip-authorization');
      const authorized = `select from activities where member_id = $1 and action = 'ip-address.authorized'`;
      return {
        attempt: () => call(confirmIpAuthorization, { token }),
        effects: () => rows(authorized, owner.memberId),
        refusal: 'token.invalid',
      };
    },
  },
  'the code that confirms a telephone number': {
    stored: 'phone_verifications.token_hash',
    async issue() {
      const owner = await world.openAccount();
      const phone = '+431234567';
      await call(verifyPhone, { phone }, owner.call);
      const [row] = await world.sql<{ id: string }>('select id from phone_verifications where account_id = $1', [
        owner.accountId,
      ]);
      const code = await world.token('phone-code', row?.id ?? '');
      return {
        attempt: () => call(confirmPhone, { code }, owner.call),
        effects: async () => (await world.acts(owner.accountId, 'account.validated')).length,
        refusal: 'phone.code-invalid',
      };
    },
  },
  'the challenge of a sign-in': {
    stored: 'challenges.token_hash',
    async issue() {
      const owner = await world.openAccount();
      await world.sql('update credentials set must_change = true where user_id = $1', [owner.call.actor.userId]);
      const { challenge } = await challengeOf(world, owner);
      const password = 'another sentence that nobody else knows';
      return {
        attempt: () => call(chooseNewPassword, { challenge, password }),
        effects: async () => (await mailsTo(world, owner.email, 'password-changed')).length,
        refusal: 'challenge.invalid',
      };
    },
  },
  'the challenge that a passkey signs (S24)': {
    stored: 'passkey_challenges.challenge',
    async issue() {
      const owner = await world.openAccount();
      const { authenticator } = await setUpPasskey(world, owner);
      const response = authenticator.get((await call(offerPasskey, {})).options);
      return {
        attempt: () => call(signInByPasskey, { response }),
        effects: () => sessionsOf(owner.call.actor),
        refusal: 'passkey.invalid',
      };
    },
  },
  'the answer of an identity provider (S66)': {
    stored: 'authorizations.state_hash',
    async issue() {
      const owner = await world.openAccount();
      const email = `ada@${await sso.domain(owner)}`;
      provider.add({ email, email_verified: true });
      const connection = await sso.connection(owner, provider, { provisions: true, roleIds: [EDITOR.id] });
      const landing = await sso.land(owner, connection, provider);
      provider.requests.length = 0;
      return {
        attempt: () => call(finishSso, landing),
        effects: () => rows('select from sessions join users on users.id = user_id where email = $1', email),
        refusal: 'sso.refused',
        async afterwards() {
          // The provider, which accepts a code once, did not have to refuse any.
          expect(provider.requests.filter((request) => request === 'POST /token')).toHaveLength(1);
        },
      };
    },
  },
  'a backup code (S19)': {
    stored: 'backup_codes.digest',
    async issue() {
      const owner = await world.openAccount();
      const { backupCodes } = await setUpApp(world, owner);
      const challenges = await challengesOf(world, owner, RIVALS);
      const [backupCode = ''] = backupCodes;
      return {
        attempt: (rival) => call(takeSecondFactor, { challenge: challenges[rival] ?? '', backupCode }),
        effects: async () => (await mailsTo(world, owner.email, 'backup-code-used')).length,
        refusal: 'second-factor.invalid',
        async afterwards() {
          expect((await call(listSecondFactors, {}, owner.call)).backupCodes?.remaining).toBe(9);
        },
      };
    },
  },
  'the code of an app, each in a sign-in of their own (S16)': {
    stored: 'totps.last_step',
    async issue() {
      const owner = await world.openAccount();
      const { secret } = await setUpApp(world, owner);
      const challenges = await challengesOf(world, owner, RIVALS);
      const code = codeOfApp(secret);
      return {
        attempt: (rival) => call(takeSecondFactor, { challenge: challenges[rival] ?? '', code }),
        effects: () =>
          rows(`select from sessions where user_id = $1 and 'totp' = any(methods)`, owner.call.actor.userId),
        refusal: 'second-factor.invalid',
      };
    },
  },
};

it.each(Object.keys(KINDS))('%s works once, however many use it at once, with two replicas (P9)', async (kind) => {
  const { attempt, effects, refusal, afterwards } = await KINDS[kind]!.issue();
  const outcome = await compete({ attempt, effects });
  expect(outcome).toMatchObject(refusal ? { effects: 1, told: 1, refusals: [refusal] } : { effects: 1, refusals: [] });
  await afterwards?.(outcome);
});

/** What else is stored of secrets, and why it is not used up by being shown. */
const LASTING: Record<string, string> = {
  'sessions.token_hash': 'a session lasts until it ends',
  'api_keys.token_hash': 'a key lasts until it is revoked',
  'devices.token_hash': 'a device is known until it is forgotten',
  'credentials.password_hash': 'a password lasts until it is changed',
  'sign_ups.password_hash': 'a password lasts until it is changed',
  'idempotency_keys.key_hash': 'a key is the client’s name for a command, not a secret',
  'idempotency_keys.request_hash': 'tells whether a command is the one that the key named before',
  'authorizations.binding_hash': 'tells in which browser the question was asked; the state is used up',
};

it('the database keeps no other one-time secret than these', async () => {
  const columns = await world.sql<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = current_schema() and column_name ~ '(hash|digest|challenge)'`,
  );
  const once = Object.values(KINDS).map(({ stored }) => stored);
  const known = [...once, ...Object.keys(LASTING)].filter((name) => name !== 'totps.last_step');
  expect(columns.map(({ name }) => name).toSorted()).toEqual([...new Set(known)].toSorted());
});
