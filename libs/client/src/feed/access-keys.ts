import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What is signed: a signature of one kind is none of another. */
export type Signed = 'beat' | 'change';

const messageOf = (kind: Signed, text: string): Buffer => Buffer.from(`roster.access.${kind}\n${text}`);

/** Signs what the access service says (Ed25519, RFC 8032). Only the access service has the key. */
export class AccessSigner {
  private readonly key: KeyObject;

  /** The key as base64 of PKCS #8 (DER). Throws where it is none. */
  constructor(privateKey: string) {
    this.key = ed25519('ACCESS_SIGNING_KEY', 'PKCS #8', () =>
      createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }),
    );
  }

  /** Resolves with base64. */
  sign(kind: Signed, text: string): string {
    return sign(null, messageOf(kind, text), this.key).toString('base64');
  }
}

/**
 * Tells what access has said from what somebody else says on its subjects. The keys come from a process's own settings,
 * never from the bus: who writes on the bus could write those too.
 */
export class AccessKeys {
  private readonly keys: readonly KeyObject[];

  /**
   * Base64 of SubjectPublicKeyInfo (DER). Several, parted by commas, while access changes its key: the new one is made
   * known everywhere before access signs with it, the old one taken out afterwards. Throws where one is no Ed25519 key.
   */
  constructor(publicKeys: string) {
    this.keys = publicKeys
      .split(',')
      .map((text) =>
        ed25519('ACCESS_PUBLIC_KEY', 'SubjectPublicKeyInfo', () =>
          createPublicKey({ key: Buffer.from(text.trim(), 'base64'), format: 'der', type: 'spki' }),
        ),
      );
  }

  /** Whether the signature, in base64, is access's over this text. */
  isSigned(kind: Signed, text: string, signature: unknown): boolean {
    if (typeof signature !== 'string') return false;
    const message = messageOf(kind, text);
    const bytes = Buffer.from(signature, 'base64');
    return this.keys.some((key) => verify(null, message, key, bytes));
  }
}

function ed25519(name: string, format: string, read: () => KeyObject): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What OpenSSL says of it helps nobody, and may hold a part of the key.
  }
  throw new Error(`${name} is no Ed25519 key: base64 of ${format} (DER) is needed`);
}
