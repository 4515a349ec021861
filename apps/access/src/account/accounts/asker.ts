import { isOnKey, permissionDenied, RosterError, type Actor } from '@roster/contracts';
import type { CompiledAccount, Reason } from '@roster/permissions';

const VIEW = 'permissions:view';

/** Rejects with `permission.denied` where the account does not exist: nobody holds a permission in it. */
export function requireAccount(account: CompiledAccount | undefined): CompiledAccount {
  if (!account) throw denied('unknown_account');
  return account;
}

/** Anyone may ask about themselves; asking about others takes `permissions:view`. */
export function requireView(account: CompiledAccount | undefined, actor: Actor): void {
  const present = requireAccount(account);
  const isKey = actor.kind === 'api-key';
  if (isKey && !isOnKey(actor, VIEW)) throw denied('not_on_the_key');
  for (const memberId of isKey ? [actor.memberId, actor.makerId] : [actor.memberId]) {
    const { allowed, reason } = present.decide({ memberId, permission: VIEW }, Date.now());
    if (!allowed) throw denied(reason);
  }
}

const denied = (reason: Reason | 'not_on_the_key') =>
  new RosterError(permissionDenied, undefined, { details: { permission: VIEW, reason } });
