import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { RoleReference } from '../../access/role-reference.contract.js';
import {
  privilegeAboveOwn,
  roleAboveOwn,
  roleCardinality,
  roleNotFound,
  roleOwnersOnly,
} from '../../access/role.contract.js';
import { IsId, PageQuery } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { IsName } from '../../core/name.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';
import { LeftInvitations } from '../onboarding/left-invitations.contract.js';

export const apiKeyNotFound = errorKind('api-key.not-found', 404, 'There is no such key');
/** The key is right, but the network is none of its own. */
export const apiKeyNetwork = errorKind('api-key.network', 403, 'This key cannot be used from here');

/** A key of the API, without its secret. */
export class ApiKey {
  id!: string;
  name!: string;
  /** How the key begins, to tell it from others. */
  prefix!: string;
  /** Its service account: the member that it acts as, in the audit trail too. */
  memberId!: string;
  /** The member who made it, and may do all that it may. */
  makerId!: string;
  roles!: RoleReference[];
  /** The only permissions that it may use; null: all that its service account has. */
  permissions!: string[] | null;
  /** The only networks that it may be used from, as CIDR; none listed: from anywhere. */
  networks!: string[];
  createdAt!: string;
  /** Null: never. */
  expiresAt!: string | null;
  /** To the minute. */
  lastUsedAt!: string | null;
  lastUsedAddress!: string | null;
}

export class ApiKeyPage {
  items!: ApiKey[];
  nextCursor!: string | null;
}

export class CreateApiKey {
  @IsName(80)
  name!: string;

  /** The roles of its service account: none above those of the person who makes the key (S51). */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  roleIds!: string[];

  /** Narrows it further: `contacts:view`. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(/^[\w-]+:[\w-]+$/, { each: true, message: '$property must be permissions such as contacts:view' })
  permissions?: string[];

  /** IPv4 or IPv6, with the length of the network: `203.0.113.0/24`. A single address stands for itself. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  networks?: string[];

  /** Never, unless said. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3_650)
  expiresInDays?: number;
}

export class ApiKeyCreated extends ApiKey {
  /** The key itself: shown this once. */
  key!: string;
  version?: number;
}

export class ApiKeyId {
  @IsId()
  apiKeyId!: string;
}

const apiKey = { context: 'identity', noun: 'api-key', callers: ['gateway'] } as const;

export const listApiKeys = rpc({
  ...apiKey,
  verb: 'list',
  http: { method: 'GET', path: '/v1/api-keys', tag: 'API keys', summary: 'List the API keys' },
  description:
    'Lists the keys by which programs sign in, the latest first, without those that were revoked. The keys themselves are never shown again.',
  permission: 'security:view',
  input: PageQuery,
  output: ApiKeyPage,
});

/**
 * A key is made by a person who has just proved for this who they are: it outlives the session, so a sign-in is not proof
 * enough. A key makes no keys.
 */
export const createApiKey = rpc({
  ...apiKey,
  verb: 'create',
  http: {
    method: 'POST',
    path: '/v1/api-keys',
    tag: 'API keys',
    summary: 'Create an API key, which is shown only once',
    status: 201,
    omits: ['version'],
    idempotencyKey: 'ignored',
  },
  description:
    'Makes a key by which a program signs in. It may do what its roles, its own list and its maker all may, and no more. The key is shown this once.',
  permission: 'security:edit',
  input: CreateApiKey,
  output: ApiKeyCreated,
  errors: [reauthenticationRequired, roleNotFound, roleCardinality, roleOwnersOnly, roleAboveOwn, privilegeAboveOwn],
  freshProof: 'api-keys',
});

/**
 * The key is refused from the answer on. Nobody revokes a key whose maker is above them, or which may do more than they
 * may.
 */
export const revokeApiKey = rpc({
  ...apiKey,
  verb: 'revoke',
  http: {
    method: 'DELETE',
    path: '/v1/api-keys/:apiKeyId',
    tag: 'API keys',
    summary: 'Revoke an API key',
    endsSessions: true,
  },
  description:
    'Ends a key: from the answer on it is refused everywhere. Nobody revokes the key of a maker who is above them.',
  permission: 'security:edit',
  input: ApiKeyId,
  output: LeftInvitations,
  errors: [apiKeyNotFound, privilegeAboveOwn],
});
