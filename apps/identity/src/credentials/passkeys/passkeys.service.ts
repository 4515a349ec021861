import { Injectable } from '@nestjs/common';
import {
  readableEmail,
  MOST_PASSKEYS,
  passkeyLimitReached,
  passkeyNotFound,
  passkeyRejected,
  removePasskey,
  renamePasskey,
  RosterError,
  sessionRequired,
  type AddPasskey,
  type CallContext,
  type Nothing,
  type Passkey,
  type PasskeyAdded,
  type PasskeyAttestation,
  type PasskeyStarted,
  type RemovePasskey,
  type RenamePasskey,
} from '@roster/contracts';
import { Database, Idempotency, signedInPerson, type SignedInPerson } from '@roster/service-kit';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SecondFactorStore } from '../second-factors/second-factor.store.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { CEREMONY, PasskeyChallengeStore } from './passkey-challenge.store.js';
import { PasskeyEntity } from './passkey.entity.js';
import { toDescriptor, toPasskey } from './passkey.js';
import { handleOf, PasskeyStore } from './passkey.store.js';

/** The passkey as mails and activity entries name it. */
const named = ({ id, name }: PasskeyEntity) => ({
  factor: `the passkey "${name}"`,
  details: { factor: 'passkey', passkeyId: id },
});

@Injectable()
export class PasskeysService {
  constructor(
    private readonly challenges: PasskeyChallengeStore,
    private readonly database: Database,
    private readonly factors: SecondFactorStore,
    private readonly idempotency: Idempotency,
    private readonly store: PasskeyStore,
  ) {}

  async start(context: CallContext): Promise<PasskeyStarted> {
    const call = signedInPerson(context);
    const { userId } = call.actor;
    const { user, passkeys } = await this.database.transaction(async (manager) => ({
      user: await manager.findOneBy(UserEntity, { id: userId }),
      passkeys: await manager.findBy(PasskeyEntity, { userId }),
    }));
    if (!user) throw new RosterError(sessionRequired);
    requireRoom(passkeys.length);
    const made = await generateRegistrationOptions({
      rpName: this.store.party.name,
      rpID: this.store.party.id,
      userID: handleOf(userId),
      userName: readableEmail(user.email),
      userDisplayName: `${user.firstName} ${user.lastName}`.trim(),
    });
    const { challenge, rp, user: shown, pubKeyCredParams } = made;
    await this.challenges.keep(challenge, ofSession(call));
    return {
      options: {
        rp,
        user: shown,
        challenge,
        pubKeyCredParams,
        timeout: CEREMONY,
        excludeCredentials: passkeys.map(toDescriptor),
        // A resident key: the authenticator stores the person's name, so a sign-in can begin with the passkey.
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
      },
    };
  }

  async add({ name, response }: AddPasskey, context: CallContext): Promise<PasskeyAdded> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const { userId, memberId } = actor;
    const challenge = await this.challenges.take(response.response.clientDataJSON, ofSession(call));
    const credential = challenge === undefined ? undefined : await this.check(response, challenge);
    if (!credential) throw new RosterError(passkeyRejected);
    return this.database.inAccount(accountId, async (manager) => {
      const user = await this.factors.lockUser(manager, userId);
      requireRoom(await manager.countBy(PasskeyEntity, { userId }));
      const row = { id: uuidv7(), userId, name, createdAt: new Date(), lastUsedAt: null, ...credential };
      await manager.createQueryBuilder().insert().into(PasskeyEntity).values(row).orIgnore().execute();
      // Nothing was inserted: this credential is registered already, for this person or another one.
      if (!(await manager.existsBy(PasskeyEntity, { id: row.id }))) throw new RosterError(passkeyRejected);
      await this.factors.added(manager, { user, accountId, memberId }, named(row), call);
      return { passkey: toPasskey(row), backupCodes: await this.factors.firstBackupCodes(manager, userId) };
    });
  }

  rename(input: RenamePasskey, context: CallContext): Promise<Passkey> {
    const call = signedInPerson(context);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, renamePasskey, input, async () => {
        const passkey = await own(manager, input, call);
        await manager.update(PasskeyEntity, { id: passkey.id }, { name: input.name });
        return toPasskey({ ...passkey, name: input.name });
      }),
    );
  }

  remove(input: RemovePasskey, context: CallContext): Promise<Nothing> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const { userId, memberId } = actor;
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, removePasskey, input, async () => {
        const user = await this.factors.lockUser(manager, userId);
        const passkey = await own(manager, input, call);
        await manager.delete(PasskeyEntity, { id: passkey.id });
        await this.factors.removed(manager, { user, accountId, memberId }, named(passkey), call);
        return {};
      }),
    );
  }

  /**
   * Checks the browser's answer (WebAuthn Level 3, 7.1; S24) and resolves with the parts of the credential that we
   * store.
   */
  private async check(response: PasskeyAttestation, expectedChallenge: string) {
    const checked = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: this.store.party.origin,
      expectedRPID: this.store.party.id,
      requireUserVerification: true,
    }).catch(() => undefined);
    if (!checked?.verified) return undefined;
    const { credential, credentialBackedUp: synced } = checked.registrationInfo;
    const { id: credentialId, publicKey, counter, transports = [] } = credential;
    return {
      credentialId,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports,
      synced,
    };
  }
}

const ofSession = ({ actor }: SignedInPerson) => ({ purpose: 'add', subject: actor.sessionId }) as const;

/** A passkey of the person who asks. Those of others do not exist for them. */
async function own(
  manager: EntityManager,
  { passkeyId: id }: RemovePasskey,
  { actor }: SignedInPerson,
): Promise<PasskeyEntity> {
  const passkey = await manager.findOneBy(PasskeyEntity, { id, userId: actor.userId });
  if (!passkey) throw new RosterError(passkeyNotFound);
  return passkey;
}

function requireRoom(has: number): void {
  if (has >= MOST_PASSKEYS) throw new RosterError(passkeyLimitReached);
}
