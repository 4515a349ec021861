import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  allRpcs,
  PROOF_PURPOSES,
  reauthenticate,
  reauthenticationRequired,
  requestEmailChange,
  renewBackupCodes,
  startOwnSso,
  startTotp,
  type CallContext,
  type ProofPurpose,
  type RpcContract,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { address, codeOf, IdentityWorld, PASSWORD, sessionOf, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());
beforeEach(async () => {
  owner = await world.openAccount();
});

/** The purpose of the proof that each contract requires. A new contract has to be added here deliberately. */
const WANTED: Record<string, string> = {
  'rpc.identity.api-key.create': 'api-keys',
  'rpc.identity.account.transfer-ownership': 'ownership',
  'rpc.identity.email-change.request': 'email',
  'rpc.identity.totp.start': 'factors',
  'rpc.identity.totp.confirm': 'factors',
  'rpc.identity.totp.remove': 'factors',
  'rpc.identity.backup-code.renew': 'factors',
  'rpc.identity.passkey.start': 'factors',
  'rpc.identity.passkey.add': 'factors',
  'rpc.identity.passkey.remove': 'factors',
  'rpc.identity.sso.link': 'factors',
  'rpc.identity.second-factor.reset': 'member-factors',
  'rpc.identity.sso-identity.forget': 'member-factors',
  'rpc.identity.domain.verify': 'single-sign-on',
  'rpc.identity.domain.remove': 'single-sign-on',
  'rpc.identity.sso-connection.create': 'single-sign-on',
  'rpc.identity.sso-connection.change': 'single-sign-on',
  'rpc.identity.sso-connection.delete': 'single-sign-on',
  'rpc.identity.connection.start': 'sign-in',
  'rpc.identity.security-settings.change': 'sign-in',
};

/** Other services have no way to look for a proof for a purpose: theirs are contented with a sign-in. */
const elsewhere = allRpcs().filter(({ context, freshProof }) => freshProof !== undefined && context !== 'identity');
const wanting = allRpcs().filter(({ context, freshProof }) => freshProof !== undefined && context === 'identity');
const strict = wanting.filter(({ freshProof }) => freshProof !== 'sign-in');

/** The same person after a proof for this purpose. Their earlier session is over. */
async function proving(purpose?: ProofPurpose, call: Partial<CallContext> = owner.call): Promise<Partial<CallContext>> {
  const input = { password: PASSWORD, ...(purpose && { purpose }) };
  const { token } = sessionOf(await world.bareGateway.call(reauthenticate, input, call));
  const { accountId, memberId, userId = '', sessionId, authenticatedAt = '' } = await world.resolve(token);
  return { accountId, actor: { kind: 'session', memberId, userId, sessionId, authenticatedAt } };
}

/**
 * Whether the proof is accepted. The input is empty, so a call with an accepted proof fails later, when its input is
 * read.
 */
async function taken(contract: RpcContract, call: Partial<CallContext>): Promise<boolean> {
  try {
    await world.bareGateway.call(contract, {}, call);
  } catch (error) {
    const isRefused = error instanceof Error && 'code' in error && error.code === reauthenticationRequired.code;
    if (isRefused && contract.freshProof !== 'sign-in') {
      expect(error).toMatchObject({ details: { purpose: contract.freshProof } });
    }
    return !isRefused;
  }
  return true;
}

describe('What wants a fresh proof (S22)', () => {
  it('names the purpose and the error, and belongs to identity', () => {
    expect(Object.fromEntries(wanting.map(({ subject, freshProof }) => [subject, freshProof]))).toEqual(WANTED);
    for (const { context, errors } of wanting) {
      expect(errors).toContain(reauthenticationRequired);
      expect(context).toBe('identity');
    }
    expect([...new Set(strict.map(({ freshProof }) => freshProof as string))].toSorted()).toEqual(
      PROOF_PURPOSES.toSorted(),
    );
    expect(elsewhere.map(({ subject, freshProof }) => [subject, freshProof])).toEqual([
      ['rpc.access.project.delete', 'sign-in'],
      ['rpc.access.project.transfer', 'sign-in'],
      ['rpc.billing.settings.change', 'sign-in'],
      ['rpc.billing.subscription.change', 'sign-in'],
      ['rpc.billing.subscription.end', 'sign-in'],
      ['rpc.billing.subscription.revoke-scheduled', 'sign-in'],
    ]);
  });

  it('is refused without a proof, or with an old one', async () => {
    const { authenticatedAt: _, ...actor } = owner.call.actor;
    const old = new Date(Date.now() - 10 * 60_000).toISOString();
    for (const contract of wanting) {
      for (const by of [actor, { ...actor, authenticatedAt: old }]) {
        const was = await taken(contract, { ...owner.call, actor: by });
        expect([contract.subject, by, was]).toEqual([contract.subject, by, false]);
      }
    }
  });

  it('accepts a sign-in only where that is enough', async () => {
    for (const contract of wanting) {
      const was = await taken(contract, owner.call);
      expect([contract.subject, was]).toEqual([contract.subject, contract.freshProof === 'sign-in']);
    }
  });

  it.each(strict)('accepts a proof for its purpose, while that is fresh: $subject', async (contract) => {
    const proved = await proving(contract.freshProof as ProofPurpose);
    expect(await taken(contract, proved)).toBe(true);
    await world.sql(`update sessions set proved_at = now() - interval '10 minutes' where user_id = $1`, [
      owner.call.actor.userId,
    ]);
    expect(await taken(contract, proved)).toBe(false);
  });

  it.each(PROOF_PURPOSES)('accepts no proof for another purpose: %s', async (purpose) => {
    const proved = await proving(purpose);
    for (const contract of strict.filter(({ freshProof }) => freshProof !== purpose)) {
      expect([contract.subject, await taken(contract, proved)]).toEqual([contract.subject, false]);
    }
  });
});

describe('A proof without a purpose', () => {
  it('counts for the first purpose that it is used for, and for no other', async () => {
    const call = await proving();
    expect(await taken(startTotp, call)).toBe(true);
    expect(await taken(requestEmailChange, call)).toBe(false);
    expect(await taken(renewBackupCodes, call)).toBe(true);
  });

  it('counts for one purpose, however many are tried with it at once', async () => {
    const call = await proving();
    const one = PROOF_PURPOSES.map((purpose) => strict.find(({ freshProof }) => freshProof === purpose));
    const answers = await Promise.all(one.map((contract) => contract && taken(contract, call)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('counts where a sign-in is enough, such as settings', async () => {
    const call = await proving('email');
    for (const contract of wanting.filter(({ freshProof }) => freshProof === 'sign-in')) {
      expect(await taken(contract, call)).toBe(true);
    }
  });
});

describe('A proof', () => {
  it('is not inherited by a sign-in, nor by another session', async () => {
    await proving('email');
    const again = await world.signIn({ email: owner.email, password: PASSWORD });
    expect(await taken(requestEmailChange, again.call)).toBe(false);
  });

  it('names one of the known purposes', async () => {
    const input = { password: PASSWORD, purpose: 'everything' } as never;
    expect(await codeOf(world.bareGateway.call(reauthenticate, input, owner.call))).toBe('request.invalid');
  });

  it('is required before somebody goes to a provider, not only for the link at the end', async () => {
    const input = { connectionId: uuidv7(), purpose: 'link', bindingHash: '0'.repeat(64) } as const;
    const start = (call: Partial<CallContext>) => codeOf(world.bareGateway.call(startOwnSso, input, call));
    expect(await start(owner.call)).toBe('session.reauthentication-required');
    expect(await start(await proving('factors'))).toBe('sso-connection.not-found');
  });

  it('changes the address of somebody who was asked for the password, not of somebody who has only signed in', async () => {
    const request = (call: Partial<CallContext>) =>
      codeOf(world.bareGateway.call(requestEmailChange, { email: address() }, call));
    expect(await request(owner.call)).toBe('session.reauthentication-required');
    expect(await request(await proving('email'))).toBe('none');
  });
});
