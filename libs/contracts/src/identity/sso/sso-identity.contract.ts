import { privilegeAboveOwn } from '../../access/role.contract.js';
import { IsId, Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';
import { MemberId, memberIsOwner, memberNotFound } from '../people/member.contract.js';

export const ssoIdentityNotFound = errorKind('sso-identity.not-found', 404, 'This member has no such linked identity');

/** Who a member is at the account's identity provider. */
export class SsoIdentity {
  id!: string;
  issuer!: string;
  /** The provider's own name for the person (`sub`): an account that is created again there has another one. */
  subject!: string;
  /** Whether the person linked it themselves while signed in; otherwise they were recognised by their address. */
  isOwnLink!: boolean;
  createdAt!: string;
}

export class SsoIdentities {
  items!: SsoIdentity[];
}

const identity = { context: 'identity', noun: 'sso-identity', callers: ['gateway'] } as const;

export const listSsoIdentities = rpc({
  ...identity,
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/members/:memberId/sso-identities',
    tag: 'Single sign-on',
    summary: 'List who a member is at the identity provider',
  },
  description: 'Lists under which names the account’s identity providers know a member.',
  permission: 'security:view',
  input: MemberId,
  output: SsoIdentities,
  errors: [memberNotFound],
});

export class SsoIdentityId extends MemberId {
  @IsId()
  identityId!: string;
}

/**
 * For a member whose account at the provider was created again: under its new subject they are somebody else there, and are
 * refused (`linked-otherwise`) until the old one is forgotten. Then they are recognised by their address once more, by the
 * rules of a first sign-in. Ends their sessions in this account, and a mail tells them. As with second factors: not for
 * anybody above the caller, nor by anybody else for the owner, and with a proof that was asked for this.
 */
export const forgetSsoIdentity = rpc({
  ...identity,
  verb: 'forget',
  http: {
    method: 'DELETE',
    path: '/v1/members/:memberId/sso-identities/:identityId',
    tag: 'Single sign-on',
    summary: 'Forget who a member is at the identity provider',
    endsSessions: true,
  },
  description:
    'Forgets the name under which an identity provider knows a member, whose account there was made anew. Their sessions end, a mail tells them, and at the next sign-in they are recognised by their address again.',
  permission: 'security:edit',
  input: SsoIdentityId,
  output: Nothing,
  errors: [reauthenticationRequired, memberNotFound, memberIsOwner, privilegeAboveOwn, ssoIdentityNotFound],
  freshProof: 'member-factors',
});
