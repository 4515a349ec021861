import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import {
  privilegeAboveOwn,
  roleAboveOwn,
  roleCardinality,
  roleNotFound,
  roleOwnersOnly,
} from '../../access/role.contract.js';
import { IsId, Nothing, PageQuery } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { IsName } from '../../core/name.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';
import { accountNotOwner } from '../offboarding/ownership.contract.js';
import { Provisioning } from './provisioning.contract.js';

export const ssoConnectionNotFound = errorKind('sso-connection.not-found', 404, 'There is no such connection');
/** `details.reason`: what is wrong with it, in words. */
export const ssoIssuerUnusable = errorKind(
  'sso-connection.issuer-unusable',
  422,
  'This identity provider cannot be used',
);
export const ssoConnectionEnforced = errorKind(
  'sso-connection.enforced',
  409,
  'People sign in through this connection only: stop enforcing it first',
);
export const ssoEnforcedElsewhere = errorKind(
  'sso-connection.enforced-elsewhere',
  409,
  'Another connection is enforced already',
);
/** Without a verified domain nobody could come in by the connection. */
export const ssoDomainRequired = errorKind('sso-connection.domain-required', 409, 'Verify a domain first');

export const SSO_KINDS = ['generic', 'google', 'okta', 'microsoft'] as const;
export type SsoKind = (typeof SSO_KINDS)[number];

/** An account's connection to its identity provider, by OpenID Connect. */
export class SsoConnection {
  id!: string;
  @IsIn(SSO_KINDS)
  kind!: SsoKind;
  /** The name by which people choose it. */
  name!: string;
  /** The provider's own name for itself; it never changes. */
  issuer!: string;
  clientId!: string;
  /** To be registered with the provider. */
  redirectUri!: string;
  /** Whether people come into the account through this connection only; the owner keeps an emergency access. */
  enforced!: boolean;
  /** Whether somebody with an address in a verified domain becomes a member at the first sign-in. */
  provisions!: boolean;
  /** Whether its word stands for the second factor that a person has set up here. */
  trustsSecondFactor!: boolean;
  /**
   * Whether an address counts that the provider says nothing about (no `email_verified`, no `xms_edov`), in domains that
   * this account has verified. The owner's choice: anybody whom the provider lets type an address there is taken for its
   * person.
   */
  trustsAddresses!: boolean;
  /** The roles of people who become members so: what they are given now, also where a role was replaced since. */
  roleIds!: string[];
  provisioning!: Provisioning;
  createdAt!: string;
}

export class SsoConnectionPage {
  items!: SsoConnection[];
  nextCursor!: string | null;
}

const ONE_LINE = /^[^\p{Cc}]*$/u;
const oneLine = { message: '$property must be one line of text' };

export class CreateSsoConnection {
  @IsIn(SSO_KINDS)
  kind!: SsoKind;

  @IsName(80)
  name!: string;

  /**
   * The provider's issuer identifier (OpenID Connect Discovery 1.0), `https://` but for what the service's operator has
   * named. Microsoft's with the tenant's id: `https://login.microsoftonline.com/<tenant>/v2.0`. Google has one only.
   */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  issuer?: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  @Matches(ONE_LINE, oneLine)
  clientId!: string;

  /** Kept encrypted, and never shown again. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_000)
  clientSecret!: string;

  /** Not unless said. */
  @IsOptional()
  @IsBoolean()
  provisions?: boolean;

  /** Not unless said: people who have a second factor of their own are asked for it, whatever the provider says. */
  @IsOptional()
  @IsBoolean()
  trustsSecondFactor?: boolean;

  /** Not unless said, and by the owner only (`account.not-owner`): a provider that says no is believed all the same. */
  @IsOptional()
  @IsBoolean()
  trustsAddresses?: boolean;

  /** None above those of the person who sets them (S51), and given only while that person could still give them. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  roleIds?: string[];
}

export class SsoConnectionId {
  @IsId()
  connectionId!: string;
}

export class ChangeSsoConnection extends SsoConnectionId {
  @IsOptional()
  @IsName(80)
  name?: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  @Matches(ONE_LINE, oneLine)
  clientId?: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_000)
  clientSecret?: string;

  @IsOptional()
  @IsBoolean()
  enforced?: boolean;

  @IsOptional()
  @IsBoolean()
  provisions?: boolean;

  @IsOptional()
  @IsBoolean()
  trustsSecondFactor?: boolean;

  /** Switched on by the owner only. Another client id, set by somebody else, switches it off. */
  @IsOptional()
  @IsBoolean()
  trustsAddresses?: boolean;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  roleIds?: string[];
}

const ROLE_ERRORS = [roleNotFound, roleCardinality, roleOwnersOnly, roleAboveOwn, privilegeAboveOwn];
const connection = { context: 'identity', noun: 'sso-connection', callers: ['gateway'] } as const;

export const listSsoConnections = rpc({
  ...connection,
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/sso-connections',
    tag: 'Single sign-on',
    summary: 'List the identity providers',
  },
  description: 'Lists the identity providers that the account has set up, and whether each still lets people in.',
  permission: 'security:view',
  input: PageQuery,
  output: SsoConnectionPage,
});

export const getSsoConnection = rpc({
  ...connection,
  verb: 'get',
  http: {
    method: 'GET',
    path: '/v1/sso-connections/:connectionId',
    tag: 'Single sign-on',
    summary: 'Show an identity provider',
  },
  description:
    'Shows how an identity provider is set up, and whether it still lets people in. Its secret is never shown.',
  permission: 'security:view',
  input: SsoConnectionId,
  output: SsoConnection,
  errors: [ssoConnectionNotFound],
});

/**
 * Asks the provider what it is before anything is kept. Who the provider is decides who comes in: so this, and all that
 * changes a connection, wants a proof for `single-sign-on`, and no sign-in is one.
 */
export const createSsoConnection = rpc({
  ...connection,
  verb: 'create',
  http: {
    method: 'POST',
    path: '/v1/sso-connections',
    tag: 'Single sign-on',
    summary: 'Set up an identity provider',
    status: 201,
  },
  description:
    'Sets up an identity provider, which is asked who it is before anything is kept. Whoever sets it up answers for who comes in by it.',
  permission: 'security:edit',
  input: CreateSsoConnection,
  output: SsoConnection,
  errors: [ssoIssuerUnusable, accountNotOwner, ...ROLE_ERRORS, reauthenticationRequired],
  deadline: 12_000,
  freshProof: 'single-sign-on',
});

/**
 * To enforce it ends the sessions of all who have come in otherwise, except the caller and an owner who is somebody
 * else. Whoever changes more of it than its name answers for it from then on: for the roles that it gives, and for who is
 * recognised by it. So nobody changes one of somebody above them, and only who is below nobody but the owner enforces
 * one. Another client id is another application of the provider's: whom it knew under which name is forgotten.
 */
export const changeSsoConnection = rpc({
  ...connection,
  verb: 'change',
  http: {
    method: 'PATCH',
    path: '/v1/sso-connections/:connectionId',
    tag: 'Single sign-on',
    summary: 'Change an identity provider',
  },
  description:
    'Changes how an identity provider is set up. To enforce it ends the sessions of people who came in otherwise. Whoever changes more than its name answers for who comes in by it from then on.',
  permission: 'security:edit',
  input: ChangeSsoConnection,
  output: SsoConnection,
  errors: [
    ssoConnectionNotFound,
    ssoEnforcedElsewhere,
    ssoDomainRequired,
    accountNotOwner,
    ...ROLE_ERRORS,
    reauthenticationRequired,
  ],
  freshProof: 'single-sign-on',
});

export const deleteSsoConnection = rpc({
  ...connection,
  verb: 'delete',
  http: {
    method: 'DELETE',
    path: '/v1/sso-connections/:connectionId',
    tag: 'Single sign-on',
    summary: 'Remove an identity provider',
  },
  description: 'Removes an identity provider, and forgets the names by which it knew people. It ends no session.',
  permission: 'security:edit',
  input: SsoConnectionId,
  output: Nothing,
  errors: [ssoConnectionNotFound, ssoConnectionEnforced, privilegeAboveOwn, reauthenticationRequired],
  freshProof: 'single-sign-on',
});
