import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What is signed. A signature of one kind is not valid for another. */
export type Signed = 'beat' | 'change';

const messageOf = (kind: Signed, text: string): Buffer => Buffer.from(`roster.access.${kind}\n${text}`);

/** Signs the messages of the access service (Ed25519, RFC 8032). Only the access service has the key. */
export class AccessSigner {
  private readonly key: KeyObject;

  /** The key is base64 of PKCS #8 (DER). Throws where it is not a valid key. */
  constructor(privateKey: string) {
    this.key = ed25519('ACCESS_SIGNING_KEY', 'PKCS #8', () =>
      createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }),
    );
  }

  /** The signature in base64. */
  sign(kind: Signed, text: string): string {
    return sign(null, messageOf(kind, text), this.key).toString('base64');
  }
}

/**
 * Verifies that a message comes from access. The keys come from the process's own settings, never from the bus: whoever
 * can write on the bus could write the keys too.
 */
export class AccessKeys {
  private readonly keys: readonly KeyObject[];

  /**
   * The keys as base64 of SubjectPublicKeyInfo (DER), separated by commas. Several are needed while access changes its
   * key: the new one is configured everywhere before access signs with it, and the old one is removed afterwards.
   * Throws where one is not an Ed25519 key.
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

  /** Whether `signature` (base64) is a signature of access over this text. */
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
    // The error of OpenSSL helps nobody, and may contain a part of the key.
  }
  throw new Error(`${name} is no Ed25519 key: base64 of ${format} (DER) is needed`);
}
