import { createHash } from 'node:crypto';
import type { AccountChange, ChangeSeal } from '@roster/contracts';
import type { AccountDelta } from '@roster/permissions';
import { configure } from 'safe-stable-stringify';
import type { AccessKeys, AccessSigner } from './access-keys.js';

/** A change's place in the history of its account: the SHA-256 hashes, in hex, of the change and of the one before. */
export interface Link {
  readonly hash: string;
  /** Empty where there is no change before, or it was made before changes were sealed. */
  readonly previous: string;
}

/** A change as access announces it, for sealing it and for checking the seal. */
export type Sealable = Omit<AccountChange, 'seal'> & { readonly accountId: string };

/** Sorts keys: JSON from a database may have them in another order. */
const canonical = configure({ deterministic: true });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const contentOf = (delta: AccountDelta): string => sha256(canonical(delta) ?? '');

/**
 * The hash covers everything that decides how a change is applied. So a change cannot be passed off as one of another
 * account, or as another change of the same account.
 */
const hashOf = ({ accountId, preset, catalogueHash, from, version }: Sealable, content: string, previous: string) =>
  sha256(JSON.stringify([accountId, preset, catalogueHash, from, version, content, previous]));

/**
 * Seals a change as the next one after `previous`. For the access service. `delta` must be complete, even where the
 * message leaves it out.
 */
export function sealed(
  change: Sealable & { readonly delta: AccountDelta },
  previous: string,
  signer: AccessSigner,
): { readonly seal: ChangeSeal; readonly link: Link } {
  const content = contentOf(change.delta);
  const hash = hashOf(change, content, previous);
  return { seal: { content, previous, signature: signer.sign('change', hash) }, link: { hash, previous } };
}

/** The change's place in the history, if the seal is access's and matches the change; undefined otherwise. */
export function opened(change: Sealable, seal: ChangeSeal | undefined, keys: AccessKeys): Link | undefined {
  if (!isSeal(seal)) return undefined;
  const { content, previous, signature } = seal;
  if (change.delta) {
    const { accountId, from, version } = change.delta;
    if (accountId !== change.accountId || from !== change.from || version !== change.version) return undefined;
    if (contentOf(change.delta) !== content) return undefined;
  }
  const hash = hashOf(change, content, previous);
  return keys.isSigned('change', hash, signature) ? { hash, previous } : undefined;
}

/**
 * The hash of a change by the content of its seal, whoever signed it; undefined where the delta is not the sealed one. Shows
 * whether stored changes are what was sealed.
 */
export const sealedHash = (
  change: Sealable & { readonly delta: AccountDelta },
  { content, previous }: Pick<ChangeSeal, 'content' | 'previous'>,
): string | undefined => (contentOf(change.delta) === content ? hashOf(change, content, previous) : undefined);

const isSeal = (seal: unknown): seal is ChangeSeal =>
  typeof seal === 'object' &&
  seal !== null &&
  ['content', 'previous', 'signature'].every((name) => typeof Reflect.get(seal, name) === 'string');
