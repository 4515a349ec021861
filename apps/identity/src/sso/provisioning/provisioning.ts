import type { Provisioning, ProvisioningStop } from '@roster/contracts';
import type { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';

/** Why a connection makes no members, and the member who may no longer give its roles, if that is the reason. */
export interface Stop {
  readonly reason: ProvisioningStop;
  readonly memberId?: string;
}

/** What a connection does now: what stops it, if anything does, and the roles that it gives. */
export interface Judgement {
  readonly stop: Stop | undefined;
  readonly roleIds: readonly string[];
}

export const provisioningOf = ({ provisions, stoppedFor, stoppedBy, stoppedAt }: SsoConnectionEntity): Provisioning => {
  if (!provisions) return { state: 'off', reason: null, memberId: null, since: null };
  if (stoppedFor === null) return { state: 'working', reason: null, memberId: null, since: null };
  return { state: 'stopped', reason: stoppedFor, memberId: stoppedBy, since: stoppedAt?.toISOString() ?? null };
};

/** What the mail to the owner says: why, and what would help. */
export const STOP_WORDS: Readonly<Record<ProvisioningStop, { readonly reason: string; readonly remedy: string }>> = {
  'role.not-found': {
    reason: 'One of the roles that it gives is not there any more.',
    remedy: 'Choose its roles again.',
  },
  'role.above-own': nobodyGives(),
  'privilege.above-own': nobodyGives(),
  'seat.limit-reached': {
    reason: 'There is no free seat.',
    remedy: 'It goes on by itself once there is one.',
  },
  'seat.consent-required': {
    reason: 'There is no free seat, and nobody has agreed to pay for another one.',
    remedy: 'It goes on by itself once there is one.',
  },
  'sso-connection.domain-required': {
    reason: 'The account has no verified domain any more.',
    remedy: 'Verify a domain.',
  },
  'sso-connection.enforced-elsewhere': {
    reason: 'Another connection is the only way to sign in now.',
    remedy: 'Stop enforcing the other one, or remove this one.',
  },
};

function nobodyGives() {
  return {
    reason: 'Whoever answers for it may not give its roles any more, or has left.',
    remedy: 'Somebody who may give them saves it again, and verifies the domain again.',
  };
}
