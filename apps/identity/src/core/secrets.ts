import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TokensConfig } from './tokens/tokens.config.js';

/**
 * What a secret is for, and whom it belongs to. Both are bound into it, so it cannot be used for anything or anybody
 * else.
 */
interface SecretScope {
  readonly purpose: string;
  /** An id. */
  readonly owner: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Protects secrets from readers of the database: sealed if we must read them again (AES-256-GCM), a digest if we only
 * compare them (HMAC-SHA256).
 */
@Injectable()
export class Secrets {
  private readonly key: Buffer;
  /** Each purpose has a key of its own (RFC 5869). */
  private readonly keys = new Map<string, Buffer>();

  constructor(config: TokensConfig) {
    this.key = Buffer.from(config.TOKEN_KEY, 'base64');
  }

  /** Nonce, tag and cipher text, in base64url. */
  seal(text: string, { purpose, owner }: SecretScope): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(purpose), nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Throws if the text was sealed with another key, for another purpose or for another owner. */
  open(sealed: string, { purpose, owner }: SecretScope): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.keyOf(purpose), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(opened).toString('utf8');
  }

  /** 32 bytes, always the same for the same text. Without the key, nobody can try texts against it. */
  digest(text: string, { purpose, owner }: SecretScope): Buffer {
    return createHmac('sha256', this.keyOf(purpose)).update(`${owner}|${text}`).digest();
  }

  private keyOf(purpose: string): Buffer {
    const known = this.keys.get(purpose);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', this.key, '', purpose, 32));
    this.keys.set(purpose, key);
    return key;
  }
}
