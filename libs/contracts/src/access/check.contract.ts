import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsVersion } from '../core/version.js';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { errorKind } from '../core/errors.js';
import { CheckRemedyStep, CheckTraceStep } from './check-explanation.contract.js';
import { checkStale, Freshness } from './freshness.contract.js';
import { ScopeNames } from './scope.contract.js';

const Name = () => MaxLength(320);

export class RecordReference {
  @IsString()
  @IsNotEmpty()
  @Name()
  type!: string;

  @IsOptional()
  @IsString()
  @Name()
  id?: string;

  /** The owner's member id; null for a record that nobody owns; left out: as registered. */
  @ValidateIf((record: RecordReference) => record.ownerId !== undefined && record.ownerId !== null)
  @IsString()
  @Name()
  ownerId?: string | null;

  @IsOptional()
  @IsObject()
  @Described({ type: 'object', additionalProperties: true })
  properties?: Record<string, unknown>;
}

/** May this member do that, and to this record? Unknown things are answered with a denial and its reason. */
export class Check {
  @IsString()
  @IsNotEmpty()
  @Name()
  memberId!: string;

  /** `feature:action`. */
  @IsString()
  @IsNotEmpty()
  @Name()
  permission!: string;

  /** What a permission of project level needs; a registered record's project does not stand in for it. */
  @IsOptional()
  @IsString()
  @Name()
  projectId?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => RecordReference)
  record?: RecordReference;

  /** Properties of the action, for actions whose variant depends on them. */
  @IsOptional()
  @IsObject()
  @Described({ type: 'object', additionalProperties: true })
  actionProperties?: Record<string, unknown>;
}

export class CheckRequest extends Check {
  @IsString()
  @IsNotEmpty()
  @Name()
  accountId!: string;

  /** Answer from this version of the account or a later one. */
  @IsOptional()
  @IsVersion()
  atLeast?: number;

  @IsOptional()
  @IsBoolean()
  explain?: boolean;
}

export class CheckDecision {
  allowed!: boolean;
  /** The rule that decided: `granted`, `no_grant`, `member_not_active` … */
  reason!: string;
  /** Which records the grant reaches: `own`, `sameRole`, `subordinate`, `team`, `unowned`, `all`. */
  @ScopeNames()
  scope!: string[];
  /** The version of the account that it was answered from. */
  version!: number;
  /** The next instant at which an expiry may change it. */
  until?: string;
  trace?: CheckTraceStep[];
  /** Of a denial that was explained: sets of steps, each of which alone would turn it into an ALLOW. */
  @Described({ type: 'array', items: { type: 'array', items: { type: 'object' } } })
  remedies?: CheckRemedyStep[][];
}

/** The policy decision point for every internal service. The account is the one in the body. */
export const evaluateCheck = rpc({
  context: 'access',
  noun: 'check',
  verb: 'evaluate',
  permission: { open: 'service' },
  input: CheckRequest,
  output: CheckDecision,
  errors: [checkStale],
  callers: ['gateway', 'identity', 'billing', 'notifications', 'service'],
  deadline: 1_000,
});

export class CheckBatch extends Freshness {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => Check)
  checks!: Check[];

  /** Taken with 100 checks at most. */
  @IsOptional()
  @IsBoolean()
  explain?: boolean;
}

export class CheckBatchRequest extends CheckBatch {
  @IsString()
  @IsNotEmpty()
  @Name()
  accountId!: string;
}

export class CheckDecisions {
  results!: CheckDecision[];
}

export const evaluateChecks = rpc({
  context: 'access',
  noun: 'check',
  verb: 'evaluate-many',
  permission: { open: 'service' },
  input: CheckBatchRequest,
  output: CheckDecisions,
  errors: [checkStale],
  callers: ['gateway', 'identity', 'billing', 'notifications', 'service'],
  deadline: 1_000,
});

/** A person asks, in the account of the session: about themselves always, about others with `permissions:view`. */
export const askChecks = rpc({
  context: 'access',
  noun: 'check',
  verb: 'ask',
  http: {
    method: 'POST',
    path: '/v1/checks',
    tag: 'Checks',
    summary: 'Check whether members may do something',
    idempotencyKey: 'ignored',
  },
  description:
    'Decides for each question whether that member has that permission, for that record or project where one is named. `explain` adds why, and what would turn a no into a yes. About others it takes `permissions:view`.',
  permission: { open: 'self' },
  input: CheckBatch,
  output: CheckDecisions,
  errors: [checkStale],
  callers: ['gateway'],
});

export const filterTooLarge = errorKind(
  'filter.too-large',
  422,
  'These are the records of more owners than can be listed: filter where the records are kept',
);

/** Which records may this member see (edit, delete …)? */
export class FilterQuery extends Freshness {
  @IsString()
  @IsNotEmpty()
  @Name()
  memberId!: string;

  /** `feature:action`. */
  @IsString()
  @IsNotEmpty()
  @Name()
  permission!: string;

  @IsOptional()
  @IsString()
  @Name()
  projectId?: string;
}

export class FilterRequest extends FilterQuery {
  @IsString()
  @IsNotEmpty()
  @Name()
  accountId!: string;
}

/**
 * Owners that are not listed one by one: the member, and whoever holds one of the roles, is on one of the teams, or is
 * managed.
 */
export class FilterPredicate {
  memberId!: string;
  roleIds!: string[];
  teamIds!: string[];
  managed!: boolean;
  unowned!: boolean;
}

/** The predicate for the records whose declared property has this value, where the action has variants by it. */
export class FilterVariant {
  property!: string;
  @Described({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] })
  value!: string | number | boolean;
  filter!: CheckFilter;
}

export class CheckFilter {
  @IsIn(['none', 'all', 'owners'])
  kind!: 'none' | 'all' | 'owners';
  /** Of `none`: the rule that decided. */
  reason?: string;
  /** Of `owners`: the member ids, where they are few enough to be listed. */
  owners?: string[];
  unowned?: boolean;
  predicate?: FilterPredicate;
  /** Records that carry another project than this are left out, whoever owns them; those that carry none are not. */
  projectId?: string;
  version!: number;
  /** The instant that it was made for. */
  now!: string;
  /** The next instant at which an expiry may change it, or one of its variants. */
  until?: string;
  /**
   * In order: the first that fits a record takes the place of this filter. A record that lacks a property which is asked
   * for before one fits is not reached at all.
   */
  variants?: FilterVariant[];
}

export const filterChecks = rpc({
  context: 'access',
  noun: 'check',
  verb: 'filter',
  permission: { open: 'service' },
  input: FilterRequest,
  output: CheckFilter,
  errors: [checkStale],
  callers: ['gateway', 'identity', 'billing', 'notifications', 'service'],
  deadline: 1_000,
});

/** A person asks: about themselves always, about others with `permissions:view`. Owners are listed, or it is refused. */
export const askFilter = rpc({
  context: 'access',
  noun: 'check',
  verb: 'ask-filter',
  http: {
    method: 'POST',
    path: '/v1/checks/filter',
    tag: 'Checks',
    summary: 'Get a filter for the records to which a member may do something',
    idempotencyKey: 'ignored',
  },
  description:
    'Answers which records of a kind a member reaches, as a list of owners that a query can use. It is refused where the list would be too long. About others it takes `permissions:view`.',
  permission: { open: 'self' },
  input: FilterQuery,
  output: CheckFilter,
  errors: [checkStale, filterTooLarge],
  callers: ['gateway'],
});
