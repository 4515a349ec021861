import { IsIn } from 'class-validator';
import { BROKEN_PROMISES } from '../../access/promise.contract.js';

/**
 * Why nobody new comes in by a connection: nobody answers for its roles, there is no seat, the account has no verified
 * domain, or another connection is the only way in. Codes of the errors that newcomers meet, or would.
 */
export const PROVISIONING_STOPS = [
  ...BROKEN_PROMISES,
  'seat.limit-reached',
  'seat.consent-required',
  'sso-connection.domain-required',
  'sso-connection.enforced-elsewhere',
] as const;
export type ProvisioningStop = (typeof PROVISIONING_STOPS)[number];

/** Whether people become members by a connection, looked at again whenever it is shown. */
export class Provisioning {
  /** `off`: the connection is not set to make members. `stopped`: it is, but cannot, at least for one domain. */
  @IsIn(['off', 'working', 'stopped'])
  state!: 'off' | 'working' | 'stopped';
  /** Null unless it is stopped. */
  @IsIn([...PROVISIONING_STOPS, null])
  reason!: ProvisioningStop | null;
  /**
   * Who may not give the roles any more, where that is the reason: the member who saved the connection last, or who
   * verified a domain. Saved, or verified, by somebody who may give them, it works again.
   */
  memberId!: string | null;
  /** When that was first noticed. */
  since!: string | null;
}
