import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { checkStale, Freshness } from './freshness.contract.js';

const properties = { type: 'object', additionalProperties: true } as const;
const authzen = { context: 'access', noun: 'authzen', permission: { open: 'self' }, callers: ['gateway'] } as const;

/** An entity of AuthZEN 1.0, or what is said of one that is searched for: its id is nobody's to give. */
export class AuthzenKind {
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  type!: string;

  @IsOptional()
  @IsObject()
  @Described(properties)
  properties?: Record<string, unknown>;
}

export class AuthzenEntity extends AuthzenKind {
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  id!: string;
}

export class AuthzenAction {
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  name!: string;

  @IsOptional()
  @IsObject()
  @Described(properties)
  properties?: Record<string, unknown>;
}

/** AuthZEN 1.0, access evaluation: `member` or `user` may do the action of the feature that the resource's type names. */
export class AuthzenEvaluation extends Freshness {
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenEntity)
  subject!: AuthzenEntity;

  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenEntity)
  resource!: AuthzenEntity;

  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenAction)
  action!: AuthzenAction;

  /** Taken, and without any effect: no decision here depends on it. */
  @IsOptional()
  @IsObject()
  @Described(properties)
  context?: Record<string, unknown>;
}

export class AuthzenDecision {
  decision!: boolean;
  /** `reason` and `version` of the decision; in a batch `error`, of an evaluation that could not be read. */
  @Described(properties)
  context?: Record<string, unknown>;
}

export const evaluateAuthzen = rpc({
  ...authzen,
  verb: 'evaluate',
  description:
    'Decides one question in the manner of AuthZEN 1.0: may this subject do this action to this resource? What is unknown is denied.',
  input: AuthzenEvaluation,
  output: AuthzenDecision,
  errors: [checkStale],
  unknownMembers: 'ignored',
});

export const AUTHZEN_SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type AuthzenSemantic = (typeof AUTHZEN_SEMANTICS)[number];

export class AuthzenOptions {
  /** `execute_all` unless said. */
  @IsOptional()
  @IsIn(AUTHZEN_SEMANTICS)
  evaluations_semantic?: AuthzenSemantic;
}

/**
 * AuthZEN 1.0, access evaluations. What stands beside `evaluations` is the default of each of them: an entity of an
 * evaluation replaces it whole, but for a `type` or `id` that is missing there. Without evaluations it is a single one.
 */
export class AuthzenEvaluations extends Freshness {
  @IsOptional()
  @IsObject()
  @Described(properties)
  subject?: object;

  @IsOptional()
  @IsObject()
  @Described(properties)
  resource?: object;

  @IsOptional()
  @IsObject()
  @Described(properties)
  action?: object;

  @IsOptional()
  @IsObject()
  @Described(properties)
  context?: object;

  /** One that cannot be read is a decision of false. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @Described({ type: 'array', items: properties })
  evaluations?: unknown[];

  @IsOptional()
  @ValidateNested()
  @Type(() => AuthzenOptions)
  options?: AuthzenOptions;
}

/** `evaluations` in the order of the request, or a single decision where it had none. */
export class AuthzenDecisions {
  evaluations?: AuthzenDecision[];
  decision?: boolean;
  @Described(properties)
  context?: Record<string, unknown>;
}

export const evaluateAuthzenBatch = rpc({
  ...authzen,
  verb: 'evaluate-many',
  description: 'Decides several questions in the manner of AuthZEN 1.0, in their order.',
  input: AuthzenEvaluations,
  output: AuthzenDecisions,
  errors: [checkStale],
  unknownMembers: 'ignored',
});

export class AuthzenPage {
  /** `next_token` of the page before. All else must be as it was there; `limit` may be left out. */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  token?: string;

  /** Results in a page, 50 unless said; more than 200 are never given at once. */
  @IsOptional()
  @IsInt()
  @Min(0)
  limit?: number;
}

/**
 * Where the next page starts; empty at the end. A page may have fewer results than fit, or none, and still have a next
 * one.
 */
export class AuthzenNextPage {
  next_token!: string;
  count!: number;
}

export class AuthzenSearch extends Freshness {
  @IsOptional()
  @IsObject()
  @Described(properties)
  context?: Record<string, unknown>;

  @IsOptional()
  @ValidateNested()
  @Type(() => AuthzenPage)
  page?: AuthzenPage;
}

export class AuthzenSubjectSearch extends AuthzenSearch {
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenKind)
  subject!: AuthzenKind;

  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenAction)
  action!: AuthzenAction;

  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenEntity)
  resource!: AuthzenEntity;
}

export class AuthzenResourceSearch extends AuthzenSearch {
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenEntity)
  subject!: AuthzenEntity;

  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenAction)
  action!: AuthzenAction;

  /** Properties that are sent narrow the search: an owner, what variants of actions go by; a project is where it is asked. */
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenKind)
  resource!: AuthzenKind;
}

export class AuthzenActionSearch extends AuthzenSearch {
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenEntity)
  subject!: AuthzenEntity;

  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenEntity)
  resource!: AuthzenEntity;
}

export class AuthzenFound {
  type!: string;
  id!: string;
}

export class AuthzenFoundEntities {
  results!: AuthzenFound[];
  page!: AuthzenNextPage;
}

export class AuthzenFoundAction {
  name!: string;
}

export class AuthzenFoundActions {
  results!: AuthzenFoundAction[];
  page!: AuthzenNextPage;
}

/** Who may do the action? A `member` is answered by an id, a `user` by the address of their sign-in. */
export const searchAuthzenSubjects = rpc({
  ...authzen,
  verb: 'search-subjects',
  description: 'Lists the members who may do an action to a resource, in the manner of AuthZEN 1.0.',
  input: AuthzenSubjectSearch,
  output: AuthzenFoundEntities,
  errors: [checkStale],
  unknownMembers: 'ignored',
  long: true,
});

/** On which of the registered records may the subject do the action? */
export const searchAuthzenResources = rpc({
  ...authzen,
  verb: 'search-resources',
  description: 'Lists the registered records to which a member may do an action, in the manner of AuthZEN 1.0.',
  input: AuthzenResourceSearch,
  output: AuthzenFoundEntities,
  errors: [checkStale],
  unknownMembers: 'ignored',
  long: true,
});

/** Which actions may the subject do on the resource? */
export const searchAuthzenActions = rpc({
  ...authzen,
  verb: 'search-actions',
  description: 'Lists the actions that a member may do to a resource, in the manner of AuthZEN 1.0.',
  input: AuthzenActionSearch,
  output: AuthzenFoundActions,
  errors: [checkStale],
  unknownMembers: 'ignored',
});
