import { ArrayMaxSize, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Digits, PageQuery, Repeatable } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { IsInstant } from '../core/instant.js';

export class AuditQuery extends PageQuery {
  /** Who did it: the id of a member, of a key's service account or of a connection, or a service's name. */
  @IsOptional()
  @Repeatable()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  actor?: string[];

  /** The id of what it was done to. */
  @IsOptional()
  @Repeatable()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  target?: string[];

  /** `role.created`. */
  @IsOptional()
  @Repeatable()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  action?: string[];

  /** From this instant on. */
  @IsOptional()
  @IsInstant()
  from?: string;

  /** Before this instant. */
  @IsOptional()
  @IsInstant()
  to?: string;
}

export class AuditActor {
  @IsIn(['member', 'api-key', 'connection', 'service'])
  kind!: 'member' | 'api-key' | 'connection' | 'service';
  /** The member's id, that of a key's service account, that of a single sign-on connection, or the service's name. */
  id!: string;
  /** Of a member or key that is still there. */
  name?: string;
  email?: string;
  /** Of a key: its id, and the member who made it. */
  keyId?: string;
  makerId?: string;
}

export class AuditTarget {
  type!: string;
  id!: string;
  /** Of what is still there. */
  name?: string;
}

/** One thing before and after the change; null where it was not there. */
export class AuditPart {
  kind!: string;
  id!: string;
  @Described({ type: 'object', additionalProperties: true, nullable: true })
  before!: object | null;
  @Described({ type: 'object', additionalProperties: true, nullable: true })
  after!: object | null;
}

/** One thing that was done in the account. */
export class AuditEntry {
  /** The account's version that it led to, or at which it was recorded where it changed nothing that decisions rest on. */
  version!: number;
  /** Its place among the acts recorded at that version; 0 for the one that led to it. */
  step!: number;
  at!: string;
  actor!: AuditActor;
  action!: string;
  target!: AuditTarget;
  /** In plain words, with the names of today. */
  summary!: string;
  parts!: AuditPart[];
  /** More was changed than an entry of this list can carry: `parts` is empty. */
  partsOmitted?: boolean;
  /** From where it was done, as the gateway saw it; null where there was no request, or it is older than this note. */
  address!: string | null;
  userAgent!: string | null;
  requestId!: string | null;
  hash!: string;
}

export class AuditPage {
  items!: AuditEntry[];
  /**
   * By id: what the members, roles, projects and teams in `parts` are called today. Of those that are still there; the
   * first thousand.
   */
  @Described({ type: 'object', additionalProperties: { type: 'string' } })
  names!: Record<string, string>;
  nextCursor!: string | null;
}

/**
 * The newest first. Pages may be shorter than `limit` where entries are large. Each command that changed something has one
 * entry for each thing that it was done to; one that changed nothing, or was refused, has none.
 */
export const listAudit = rpc({
  context: 'access',
  noun: 'audit',
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/audit',
    tag: 'Audit',
    summary: 'List the audit trail: what was done, by whom, when and from where',
  },
  description:
    'Shows what was done in the account, newest first: by whom, to what, when, from where, and what was before and after. A command that changed nothing, or was refused, has no entry. A page may be shorter than `limit` where entries are large.',
  permission: 'audit:view',
  input: AuditQuery,
  output: AuditPage,
  callers: ['gateway'],
});

/** The same pages, for an export. */
export const exportAudit = rpc({
  context: 'access',
  noun: 'audit',
  verb: 'export',
  description:
    'Answers with the whole audit trail, newest first, as a file for spreadsheets. The filters are those of the list.',
  permission: 'audit:export',
  input: AuditQuery,
  output: AuditPage,
  callers: ['gateway'],
});

export class AuditVerificationQuery {
  /** Go on after this version: `next` of an answer that came before the end. */
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(0)
  @Max(9_007_199_254_740_991)
  after?: number;

  /** `nextThing` of that answer, where it has one. */
  @IsOptional()
  @IsString()
  @Matches(/^(records|(account|role|member|project|team) [\da-f-]{36})$/)
  afterThing?: string;
}

/** Something that is not as the entries tell it. */
export class AuditDifference {
  /** `account`, `role`, `member` (with their roles, teams, manager and exceptions), `project`, `team` or `record`. */
  kind!: string;
  id!: string;
}

/**
 * Whether what decisions rest on is what the entries led to. Names and addresses of people and the values of records’ properties
 * are not compared: they are personal, and an entry, which stays for good, does not have them.
 */
export class AuditState {
  /** How many things this answer has compared, besides records. */
  checked!: number;
  /** How many are not as the last entry about them tells. */
  count!: number;
  /** Which; the first hundred. */
  differs!: AuditDifference[];
}

export class AuditVerification {
  /** Every entry that was checked is there, and as it was written; at the end of the chain, the state is what they tell, too. */
  intact!: boolean;
  /** How many were checked. */
  checked!: number;
  /** The version of the first entry that is missing, or is not what was written. */
  brokenAt?: number;
  /** The hash of the last entry that was found in order: kept elsewhere, it shows whether the trail was rewritten. */
  head!: string | null;
  /** Where to go on; null when all is checked. */
  @Described({ type: 'integer', nullable: true })
  next!: number | null;
  /** Where to go on comparing the state, beside `next`. */
  nextThing?: string;
  /** At the end of a chain that is in order, of what this answer has compared. */
  state?: AuditState;
}

/**
 * Computes the chain of hashes again, from the first entry to the account's present version, and compares the account with what
 * the entries tell of it.
 */
export const verifyAudit = rpc({
  context: 'access',
  noun: 'audit',
  verb: 'verify',
  http: {
    method: 'GET',
    path: '/v1/audit/verification',
    tag: 'Audit',
    summary: 'Check that the audit trail is complete and unchanged, and that the account is what it tells',
  },
  description:
    'Computes the hashes that chain the entries anew and compares them with what is stored, then the present state of the account with what the entries tell. A large account takes several calls: go on with `next`, and `nextThing` where there is one, until `next` is null.',
  permission: 'audit:view',
  input: AuditVerificationQuery,
  output: AuditVerification,
  callers: ['gateway'],
  deadline: 8_000,
  long: true,
});
