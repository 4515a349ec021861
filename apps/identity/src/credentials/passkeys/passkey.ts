import type { Passkey, PasskeyDescriptor } from '@roster/contracts';
import type { PasskeyEntity } from './passkey.entity.js';

/** The site that passkeys are made for, and the only origin that may use them (WebAuthn, 5.4.2 and 13.4.9). */
export interface RelyingParty {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
}

export function relyingParty(publicUrl: string, name: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, name, origin };
}

export const toPasskey = ({ id, name, createdAt, lastUsedAt, synced }: PasskeyEntity): Passkey => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  synced,
});

export const toDescriptor = ({
  credentialId: id,
  transports,
}: Pick<PasskeyEntity, 'credentialId' | 'transports'>): PasskeyDescriptor => ({
  id,
  type: 'public-key',
  transports,
});

/** The lengths of the ids of common authenticators, in bytes, with their transports. */
const KINDS = [
  { bytes: 16, transports: ['hybrid', 'internal'] },
  { bytes: 20, transports: ['hybrid', 'internal'] },
  { bytes: 32, transports: ['internal'] },
] as const;

/**
 * A made-up passkey, always the same for the same digest. Addresses without a passkey are answered with it, so that the
 * answer does not tell whether they have one (S12).
 */
export function decoyOf(digest: Buffer): PasskeyDescriptor {
  const kind = KINDS[(digest.at(-1) ?? 0) % KINDS.length] ?? KINDS[0];
  const id = digest.subarray(0, kind.bytes).toString('base64url');
  return { id, type: 'public-key', transports: [...kind.transports] };
}
