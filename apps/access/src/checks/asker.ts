import { permissionDenied, RosterError } from '@roster/contracts';
import type { CompiledAccount, Reason } from '@roster/permissions';

const VIEW = 'permissions:view';

/** Nobody holds anything in an account that is not there: rejects with `permission.denied`. */
export function requireAccount(account: CompiledAccount | undefined): CompiledAccount {
  if (!account) throw denied('unknown_account');
  return account;
}

/** Asking about oneself is always allowed; about others it takes `permissions:view`. */
export function requireView(account: CompiledAccount | undefined, actorId: string): void {
  const { allowed, reason } = requireAccount(account).decide({ memberId: actorId, permission: VIEW }, Date.now());
  if (!allowed) throw denied(reason);
}

const denied = (reason: Reason) =>
  new RosterError(permissionDenied, undefined, { details: { permission: VIEW, reason } });
