import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type {
  PasskeyAssertion,
  PasskeyAttestation,
  PasskeyCreationOptions,
  PasskeyRequestOptions,
} from '@roster/contracts';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** Where a browser would be, and what its authenticator would do: each can be made wrong. */
interface Circumstances {
  origin?: string;
  rpId?: string;
  userVerified?: boolean;
  counter?: number;
  /** The one that was asked for unless said. */
  challenge?: string;
  credentialId?: string;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();

/** A browser with an authenticator in software: ES256, no attestation, one credential (WebAuthn Level 3, 6). */
export class SoftAuthenticator {
  readonly id = randomBytes(32);
  counter = 0;
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  private userHandle = '';

  constructor(private readonly page = 'http://localhost:3000') {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  get credentialId(): string {
    return this.id.toString('base64url');
  }

  create({ challenge, user }: PasskeyCreationOptions, over: Circumstances = {}): PasskeyAttestation {
    this.userHandle = user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, Buffer.from(this.coseKey())]);
    const authData = Buffer.concat([this.authenticatorData(ATTESTED, over), credential]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ]);
    return {
      ...this.named(over),
      response: {
        clientDataJSON: this.clientData('webauthn.create', over.challenge ?? challenge, over).toString('base64url'),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  get({ challenge }: PasskeyRequestOptions, over: Circumstances = {}): PasskeyAssertion {
    this.counter += 1;
    const authData = this.authenticatorData(0, over);
    const clientData = this.clientData('webauthn.get', over.challenge ?? challenge, over);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.privateKey);
    return {
      ...this.named(over),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: this.userHandle,
      },
    };
  }

  private named({ credentialId = this.credentialId }: Circumstances) {
    return { id: credentialId, rawId: credentialId, type: 'public-key' as const, clientExtensionResults: {} };
  }

  private clientData(type: string, challenge: string, { origin = this.page }: Circumstances): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private authenticatorData(flags: number, over: Circumstances): Buffer {
    const { rpId = new URL(this.page).hostname, userVerified = true, counter = this.counter } = over;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const all = flags | USER_PRESENT | (userVerified ? USER_VERIFIED : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([all]), count]);
  }

  /** RFC 9053: EC2, ES256, P-256. */
  private coseKey() {
    const { x = '', y = '' } = this.publicKey.export({ format: 'jwk' });
    const bytes = (value: string) => new Uint8Array(Buffer.from(value, 'base64url'));
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]);
    return isoCBOR.encode(key as never);
  }
}
