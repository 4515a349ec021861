import { createHash } from 'node:crypto';
import type { AccountChange, ChangeSeal } from '@roster/contracts';
import type { AccountDelta } from '@roster/permissions';
import { configure } from 'safe-stable-stringify';
import type { AccessKeys, AccessSigner } from './access-keys.js';

/** A change's place in the history of its account: SHA-256, in hex, of it and of the change that it follows. */
export interface Link {
  readonly hash: string;
  /** Empty where there is none, or where it was made before changes were sealed. */
  readonly previous: string;
}

/** What access says of one change, for whoever seals it or looks at the seal. */
export type Sealable = Omit<AccountChange, 'seal'> & { readonly accountId: string };

/** Keys in order: JSON that went through a database may have them in another. */
const canonical = configure({ deterministic: true });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const contentOf = (delta: AccountDelta): string => sha256(canonical(delta) ?? '');

/** Over everything by which a change is applied, or is not: so none can be taken for another's, or for another of the account. */
const hashOf = ({ accountId, preset, catalogueHash, from, version }: Sealable, content: string, previous: string) =>
  sha256(JSON.stringify([accountId, preset, catalogueHash, from, version, content, previous]));

/** Seals a change as the next one after `previous`. For the access service. `delta` is the whole, whatever of it travels. */
export function sealed(
  change: Sealable & { readonly delta: AccountDelta },
  previous: string,
  signer: AccessSigner,
): { readonly seal: ChangeSeal; readonly link: Link } {
  const content = contentOf(change.delta);
  const hash = hashOf(change, content, previous);
  return { seal: { content, previous, signature: signer.sign('change', hash) }, link: { hash, previous } };
}

/** What the change is called in the history, where the seal is access's and fits what it seals; undefined otherwise. */
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

const isSeal = (seal: unknown): seal is ChangeSeal =>
  typeof seal === 'object' &&
  seal !== null &&
  ['content', 'previous', 'signature'].every((name) => typeof Reflect.get(seal, name) === 'string');
