import { privilegeAboveOwn } from '../../access/role.contract.js';
import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { reauthenticationRequired } from '../../core/errors.js';
import { MemberId, memberIsOwner, memberNotFound } from '../people/member.contract.js';
import { Passkey } from '../sign-in/passkey.contract.js';
import { secondFactorNotSetUp, secondFactorShared } from './second-factor.contract.js';

/** The code of an authenticator app. */
export class TotpInUse {
  createdAt!: string;
}

export class BackupCodesLeft {
  /** Of ten. */
  remaining!: number;
  createdAt!: string;
}

/** What a person can show besides their password; nothing secret is among it. */
export class SecondFactors {
  /** Whether an account of which the person is an active member insists on one. */
  required!: boolean;
  totp!: TotpInUse | null;
  passkeys!: Passkey[];
  backupCodes!: BackupCodesLeft | null;
}

export const listSecondFactors = rpc({
  context: 'identity',
  noun: 'second-factor',
  verb: 'list',
  http: { method: 'GET', path: '/v1/me/second-factors', tag: 'Second factors', summary: 'List my second factors' },
  description: 'Lists the authenticator app, passkeys and backup codes that the person who asks has set up.',
  permission: { open: 'person' },
  input: Nothing,
  output: SecondFactors,
  callers: ['gateway'],
});

/**
 * For a member who has lost their factors and backup codes: removes all of them and ends the sessions. The member is told
 * by mail. Not for the owner, nor for anybody above the caller, nor for people with other accounts, to which the factors belong
 * as well. It opens somebody else's account to anybody who has their password, so it wants a proof that was asked for this: no
 * sign-in is one.
 */
export const resetSecondFactors = rpc({
  context: 'identity',
  noun: 'second-factor',
  verb: 'reset',
  http: {
    method: 'DELETE',
    path: '/v1/members/:memberId/second-factors',
    tag: 'Members',
    summary: 'Remove all second factors of a member who has lost them',
    endsSessions: true,
  },
  description:
    'Removes the authenticator app, passkeys and backup codes of a member who has lost them, and ends their sessions. A mail tells the member. Nobody does this to the owner, to somebody above them, or to somebody who has other accounts as well.',
  permission: 'security:edit',
  input: MemberId,
  output: Nothing,
  errors: [
    reauthenticationRequired,
    memberNotFound,
    memberIsOwner,
    privilegeAboveOwn,
    secondFactorNotSetUp,
    secondFactorShared,
  ],
  callers: ['gateway'],
  freshProof: 'member-factors',
});
