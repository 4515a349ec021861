import { Injectable } from '@nestjs/common';
import { Brand, type PasskeyAssertion, type PasskeyDescriptor, type PasskeyRequestOptions } from '@roster/contracts';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { isoUint8Array } from '@simplewebauthn/server/helpers';
import type { EntityManager } from 'typeorm';
import { PublicUrlConfig } from '../../core/public-url.config.js';
import type { PasskeyChallengeEntity } from './passkey-challenge.entity.js';
import { CEREMONY, PasskeyChallengeStore } from './passkey-challenge.store.js';
import { PasskeyEntity } from './passkey.entity.js';
import { relyingParty, type RelyingParty } from './passkey.js';

type For = Pick<PasskeyChallengeEntity, 'purpose' | 'subject'>;

/** Asks for passkeys and checks their signatures, for every kind of sign-in that uses them. */
@Injectable()
export class PasskeyStore {
  readonly party: RelyingParty;

  constructor(
    config: PublicUrlConfig,
    brand: Brand,
    private readonly challenges: PasskeyChallengeStore,
  ) {
    this.party = relyingParty(config.PUBLIC_URL, brand.name);
  }

  /** If `allowed` is empty, the browser offers any passkey that it has for this site. */
  async offer(allowed: PasskeyDescriptor[], purpose: For): Promise<PasskeyRequestOptions> {
    const { challenge, timeout, rpId, userVerification } = await generateAuthenticationOptions({
      rpID: this.party.id,
      userVerification: 'required',
      timeout: CEREMONY,
    });
    await this.challenges.keep(challenge, purpose);
    return {
      challenge,
      ...(timeout !== undefined && { timeout }),
      ...(rpId !== undefined && { rpId }),
      allowCredentials: allowed,
      ...(userVerification && { userVerification }),
    };
  }

  /** The challenge that was answered, which is used up by this. It has a transaction of its own, so call it first. */
  answeredBy({ response }: PasskeyAssertion, purpose: For): Promise<string | undefined> {
    return this.challenges.take(response.clientDataJSON, purpose);
  }

  /**
   * The passkey that has signed this challenge. Undefined if the passkey is unknown or not this person's, and if any
   * check of the answer fails (WebAuthn Level 3, 7.2; S24): the origin, the relying party's id, the signature, the
   * verification of the person, or the count of signatures.
   */
  async verify(
    manager: EntityManager,
    assertion: PasskeyAssertion,
    expected: { challenge: string | undefined; userId?: string },
  ): Promise<PasskeyEntity | undefined> {
    const { challenge, userId } = expected;
    if (challenge === undefined) return undefined;
    const passkey = await manager.findOne(PasskeyEntity, {
      where: { credentialId: assertion.id, ...(userId !== undefined && { userId }) },
      lock: { mode: 'pessimistic_write' },
    });
    if (!passkey || !isHandleOf(passkey, assertion.response.userHandle)) return undefined;
    const signed = await this.check(passkey, assertion, challenge);
    if (!signed) return undefined;
    await manager.update(PasskeyEntity, { id: passkey.id }, { ...signed, lastUsedAt: new Date() });
    return passkey;
  }

  private async check(
    { credentialId: id, publicKey, counter }: PasskeyEntity,
    assertion: PasskeyAssertion,
    expectedChallenge: string,
  ): Promise<Pick<PasskeyEntity, 'counter' | 'synced'> | undefined> {
    // The library throws for everything that it finds wrong, even a broken encoding. All of these are one refusal.
    const checked = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: this.party.origin,
      expectedRPID: this.party.id,
      credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter },
      requireUserVerification: true,
    }).catch(() => undefined);
    if (!checked?.verified) return undefined;
    const { newCounter, credentialBackedUp } = checked.authenticationInfo;
    return { counter: newCounter, synced: credentialBackedUp };
  }
}

/** The user handle that a passkey stores: the person's id, which tells nothing about them. */
export const handleOf = (userId: string) => isoUint8Array.fromUTF8String(userId);

const isHandleOf = ({ userId }: PasskeyEntity, handle: string | undefined): boolean =>
  handle === undefined || handle === '' || Buffer.from(handle, 'base64url').toString() === userId;
