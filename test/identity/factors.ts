import {
  addPasskey,
  confirmTotp,
  createSession,
  startPasskey,
  startTotp,
  type SignInChallenge,
} from '@roster/contracts';
import { hashToken } from '../../apps/identity/src/core/tokens/token.js';
import { codeOfApp } from '../harness/totp.js';
import { SoftAuthenticator } from './authenticator.js';
import { PASSWORD, type IdentityWorld, type Owner } from './world.js';

export { codeOfApp };

/** A code that is none of those that would be taken around now. */
export function wrongCode(secret: string): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => codeOfApp(secret, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? '';
}

/** Sets up an authenticator app. The code of this moment can still be used, as if it had not confirmed the app. */
export async function setUpApp(world: IdentityWorld, { call }: Owner) {
  const { secret } = await world.gateway.call(startTotp, {}, call);
  const { backupCodes } = await world.gateway.call(confirmTotp, { code: codeOfApp(secret) }, call);
  await world.sql('update totps set last_step = 0 where user_id = $1', [call.actor.userId]);
  return { secret, backupCodes: backupCodes ?? [] };
}

export async function setUpPasskey(world: IdentityWorld, { call }: Owner, name = 'My phone') {
  const authenticator = new SoftAuthenticator();
  const { options } = await world.gateway.call(startPasskey, {}, call);
  const added = await world.gateway.call(addPasskey, { name, response: authenticator.create(options) }, call);
  return { authenticator, ...added, backupCodes: added.backupCodes ?? [] };
}

/**
 * Several sign-ins that wait for the same step. They are copies of one: hashing that many passwords would take longer
 * than a code of an app lasts.
 */
export async function challengesOf(world: IdentityWorld, owner: Owner, count: number): Promise<string[]> {
  const { challenge: first } = await challengeOf(world, owner);
  const copies = Array.from({ length: count - 1 }, (_, copy) => `copy-${copy}-of-${first}`);
  await world.sql(
    `insert into challenges (id, token_hash, user_id, account_id, member_id, methods, next, expires_at, created_at)
     select gen_random_uuid(), copy, user_id, account_id, member_id, methods, next, expires_at, created_at
     from challenges, unnest($2::text[]) as copy where token_hash = $1`,
    [hashToken(first), copies.map(hashToken)],
  );
  return [first, ...copies];
}

/** Signs in by password as far as the step that is due then. */
export async function challengeOf(world: IdentityWorld, { email }: Owner): Promise<SignInChallenge> {
  const { challenge } = await world.gateway.call(createSession, { email, password: PASSWORD });
  if (!challenge) throw new Error('No step is due');
  return challenge;
}
