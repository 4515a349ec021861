import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsString, MaxLength } from 'class-validator';
import { privilegeAboveOwn } from '../../access/role.contract.js';
import { IsId, Nothing, TokenInput } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, rateLimited } from '../../core/errors.js';
import { memberInactive, MemberId, memberNotFound } from '../people/member.contract.js';
import { challengeInvalid } from '../sessions/session.contract.js';
import { tokenInvalid } from '../token.contract.js';

export const ipAddressNotFound = errorKind('ip-address.not-found', 404, 'There is no such authorized address');

/** A network address from which a member may sign in (SC-12). */
export class IpAddress {
  id!: string;
  /** IPv4, or the /64 of an IPv6 host, from which it takes its changing addresses: `2001:db8:0:1::/64`. */
  address!: string;
  authorizedAt!: string;
  /** When somebody last signed in from it; null: not since it was authorized. */
  lastUsedAt!: string | null;
  /** Whether it is the one that this request comes from. */
  current!: boolean;
}

export class IpAddressList {
  /** The latest first. */
  items!: IpAddress[];
  nextCursor!: string | null;
}

const address = { context: 'identity', noun: 'ip-address', callers: ['gateway'] } as const;

/** The addresses of the person who asks, in this account. */
export const listIpAddresses = rpc({
  ...address,
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/me/ip-addresses',
    tag: 'IP addresses',
    summary: 'List the network addresses from which I may sign in',
  },
  description:
    'Lists the network addresses that the person who asks has authorized in this account, with when they were last used.',
  permission: { open: 'person' },
  input: Nothing,
  output: IpAddressList,
});

export class RevokeIpAddresses {
  /** 1 to 200 of them: all or none. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsId({ each: true })
  ids!: string[];
}

/** Ends the sessions that were begun at these addresses, also the one that asks (SC-16, SC-17). */
export const revokeIpAddresses = rpc({
  ...address,
  verb: 'revoke',
  http: {
    method: 'DELETE',
    path: '/v1/me/ip-addresses',
    tag: 'IP addresses',
    summary: 'Revoke some of my authorized addresses',
    endsSessions: true,
  },
  description:
    'Takes the authorization of these network addresses back, and ends the sessions that were begun at them, also the one that asks.',
  permission: { open: 'person' },
  input: RevokeIpAddresses,
  output: Nothing,
  errors: [ipAddressNotFound],
});

export const listMemberIpAddresses = rpc({
  ...address,
  verb: 'list-of-member',
  http: {
    method: 'GET',
    path: '/v1/members/:memberId/ip-addresses',
    tag: 'IP addresses',
    summary: 'List the network addresses from which a member may sign in',
  },
  description: 'Lists the network addresses that a member has authorized in this account.',
  permission: 'security:view',
  input: MemberId,
  output: IpAddressList,
  errors: [memberNotFound],
});

export class RevokeMemberIpAddresses extends RevokeIpAddresses {
  @IsId()
  memberId!: string;
}

/** The same by an administrator (SC-15), for members who are not above them. */
export const revokeMemberIpAddresses = rpc({
  ...address,
  verb: 'revoke-of-member',
  http: {
    method: 'DELETE',
    path: '/v1/members/:memberId/ip-addresses',
    tag: 'IP addresses',
    summary: 'Revoke some of a member’s authorized addresses',
    endsSessions: true,
  },
  description:
    'Takes the authorization of a member’s network addresses back, and ends their sessions that were begun at them.',
  permission: 'security:edit',
  input: RevokeMemberIpAddresses,
  output: Nothing,
  errors: [memberNotFound, privilegeAboveOwn, ipAddressNotFound],
});

export class RequestIpAuthorization {
  /** Of the refusal `ip.unauthorized`. */
  @IsString()
  @MaxLength(200)
  challenge!: string;
}

const authorization = { context: 'identity', noun: 'ip-authorization', callers: ['gateway'] } as const;

/**
 * Mails a link to a person who has proved all else that a sign-in asks for (SC-11). A new link replaces the earlier one.
 */
export const requestIpAuthorization = rpc({
  ...authorization,
  verb: 'request',
  http: {
    method: 'POST',
    path: '/v1/ip-authorizations',
    tag: 'IP addresses',
    summary: 'Request authorization of this network address',
    idempotencyKey: 'ignored',
  },
  description:
    'Mails a link to somebody who has shown all else that signing in takes, but comes from a network address that the account does not know. A new link replaces the earlier one.',
  permission: { open: 'public' },
  input: RequestIpAuthorization,
  output: Nothing,
  errors: [challengeInvalid, memberInactive, rateLimited],
  limit: 'token',
});

/** The link's button: from now on the address that asked is authorized for that person, who signs in again there. */
export const confirmIpAuthorization = rpc({
  ...authorization,
  verb: 'confirm',
  http: {
    method: 'POST',
    path: '/v1/ip-authorizations/confirm',
    tag: 'IP addresses',
    summary: 'Authorize a network address with the mailed link',
    idempotencyKey: 'ignored',
  },
  description: 'Authorizes the network address that the mailed link is about. The person signs in there again.',
  permission: { open: 'public' },
  input: TokenInput,
  output: Nothing,
  errors: [tokenInvalid],
  limit: 'token',
});
