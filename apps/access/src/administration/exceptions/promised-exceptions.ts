import type { GrantValue, OpenPromise } from '@roster/contracts';
import { grantProblem, type ScopeName } from '@roster/permissions';
import { v7 as uuidv7 } from 'uuid';
import type { StoredException, StoredMember } from '../../account/accounts/stored-account.js';
import { closedGrants } from '../../account/roles/closed-grants.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { requireExceptions } from './exception-changes.js';

type Given = Readonly<Record<string, GrantValue>>;

/**
 * The permissions of their own that somebody new would have: for questions, so they have no ids. Rejects with
 * `exception.not-allowed` where the product has none, and with `request.invalid` for what cannot be given.
 */
export function chosenExceptions(account: AccountSnapshot, grants: Given = {}): StoredException[] {
  if (Object.keys(grants).length === 0) return [];
  requireExceptions(account);
  return allowsOf(account, grants, { idOf: (permission) => permission, now: 0 });
}

/** Those that somebody new comes in with. What the product no longer has is left out: nobody is there to be told. */
export function promisedExceptions(account: AccountSnapshot, grants: Given = {}): StoredException[] {
  return allowsOf(account, possible(account, grants), { idOf: () => uuidv7(), now: Date.now() });
}

/** Those of an open invitation that the invited person still has, or will have once they are known here. */
export function keptExceptions(
  account: AccountSnapshot,
  { grants = {} }: Pick<OpenPromise, 'grants'>,
  known: StoredMember | undefined,
): StoredException[] {
  const promised = allowsOf(account, possible(account, grants), { idOf: (permission) => permission, now: 0 });
  if (!known) return promised;
  const held = new Set(known.exceptions.filter(({ effect }) => effect === 'allow').map(({ permission }) => permission));
  return promised.filter(({ permission }) => held.has(permission));
}

const possible = ({ preset, catalogue }: AccountSnapshot, grants: Given): Given =>
  preset.exceptions === 'off'
    ? {}
    : Object.fromEntries(Object.entries(grants).filter(([key, value]) => !grantProblem(catalogue, key, value)));

function allowsOf(
  { catalogue }: AccountSnapshot,
  grants: Given,
  { idOf, now }: { idOf: (permission: string) => string; now: number },
): StoredException[] {
  return Object.entries(closedGrants(catalogue, grants)).map(([permission, value]) => ({
    id: idOf(permission),
    permission,
    effect: 'allow',
    scope: value === true ? null : (value as readonly ScopeName[]),
    projectId: null,
    expiresAt: null,
    reason: null,
    createdAt: now,
  }));
}
