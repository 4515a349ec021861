import type { Question, RecordInQuestion } from '../../decision/decision.js';
import { ALL, UNOWNED } from '../../scope/scope.js';
import { Moment } from './moment.js';
import { CREATES, INDEX_SHIFT, PROJECT, SCOPED, type Asked } from '../plan.js';
import { Reach } from './reach.js';
import { givenBy, isDenied, type HeldException } from '../rows/exceptions.js';
import { LOOK, REASON_CODES } from '../rows/rows.js';
import type { Project, Visitor } from '../projects.js';
import type { Tables } from '../tables.js';
import {
  ACCOUNT_OWNER,
  ACCOUNT_SUSPENDED,
  DATED,
  EXCEPTION_DENY,
  GRANTED,
  GRANTED_IN_PART,
  IN_SCOPE,
  MEMBER_NOT_ACTIVE,
  NO_GRANT,
  NOT_GRANTABLE,
  NOT_ON_TEAM,
  OUT_OF_SCOPE,
  OWNER_UNKNOWN,
  PROJECT_OWNER,
  PROJECT_REQUIRED,
  UNKNOWN_MEMBER,
  UNKNOWN_PERMISSION,
  UNKNOWN_PROJECT,
  verdict,
  WRONG_PROJECT,
  WRONG_TYPE,
  type Verdict,
} from './verdict.js';

const UNSETTLED = 0xffff;
// Repeated here so that the compiler sees them as constants.
const ASKED_SHIFT = INDEX_SHIFT;
const ASKED_FLAGS = SCOPED | PROJECT | CREATES;
const CODE_SIZE = 7;
const RECORDED = (ASKED_FLAGS + 1) << CODE_SIZE;

/**
 * Verdicts that are already settled by the code in the row, the flags of the permission, and whether a record is named.
 */
const SETTLED = Uint16Array.from({ length: 2 * RECORDED }, (_, at) => {
  const code = at & ((1 << CODE_SIZE) - 1);
  const flags = (at >> CODE_SIZE) & ASKED_FLAGS;
  if (code >= REASON_CODES || (flags & PROJECT) !== 0) return UNSETTLED;
  return code === 0 ? NO_GRANT : withoutOwner(flags, code, (at & RECORDED) === 0 ? undefined : {}, undefined);
});

/** The question without the member and the permission. */
export type Circumstances = Pick<Question, 'projectId' | 'record'>;

/** Decides by an account's tables, in the same order as the rules in `decision/rules.ts`. */
export class CompiledEvaluator {
  /** After a verdict that is `DATED`, this holds the instant until which it is valid. */
  readonly moment = new Moment();

  readonly reach: Reach;

  // Copies of what the common cases need, to save look-ups.
  private readonly askedBy: ReadonlyMap<string, Asked>;
  private readonly members: ReadonlyMap<string, number>;
  private readonly width: number;
  private readonly types: readonly string[];
  private rowOf: Int32Array;
  private codes: Uint8Array;

  constructor(private readonly tables: Tables) {
    this.reach = new Reach(tables, this.moment);
    this.askedBy = tables.plan.asked;
    this.width = tables.plan.width;
    this.types = tables.plan.types;
    this.members = tables.members.numbers;
    this.rowOf = tables.members.row;
    this.codes = tables.rows.codes;
  }

  /** Call this when the tables have changed: their arrays may have been replaced by larger ones. */
  follow(): void {
    this.reach.follow();
    this.rowOf = this.tables.members.row;
    this.codes = this.tables.rows.codes;
  }

  verdictOn(question: Question, now: number): Verdict {
    const asked = this.askedBy.get(question.permission);
    const member = this.members.get(question.memberId);
    if (asked === undefined || member === undefined) return this.onUnknown(question, asked, member, now);
    const of = this.verdictFor(member, asked, question, now);
    // A member who is only named here, as somebody's manager, may still be a partner's member.
    return of === UNKNOWN_MEMBER ? this.onUnknown(question, asked, undefined, now) : of;
  }

  /** One byte settles the common cases. Everything else goes step by step. */
  verdictFor(member: number, asked: Asked, question: Circumstances, now: number): Verdict {
    const code = this.codes[(this.rowOf[member] ?? 0) * this.width + (asked >> ASKED_SHIFT)] ?? 0;
    const settled =
      SETTLED[code | ((asked & ASKED_FLAGS) << CODE_SIZE) | (question.record ? RECORDED : 0)] ?? UNSETTLED;
    if (settled === UNSETTLED) return this.unsettled(member, asked, question, code, now);
    return settled !== NO_GRANT && this.isOtherType(asked, question.record) ? verdict(WRONG_TYPE, code) : settled;
  }

  private unsettled(member: number, asked: Asked, question: Circumstances, code: number, now: number): Verdict {
    this.moment.at(now);
    const of =
      code < REASON_CODES && (asked & PROJECT) === 0
        ? this.onRecord(member, asked, code, question, undefined)
        : this.stepByStep(member, asked, question, code);
    return this.dated(of);
  }

  /** Decides for a partner's member, for a permission that is not known, and for an id that nobody has. */
  private onUnknown(question: Question, asked: Asked | undefined, member: number | undefined, now: number): Verdict {
    const { members, projects } = this.tables;
    if (member !== undefined && members.isPresent(member)) return UNKNOWN_PERMISSION;
    const visitor = projects.visitor(question.memberId);
    const project = question.projectId === undefined ? undefined : projects.find(question.projectId);
    if (!visitor || !project || !visitor.link.projectIds.has(project.id)) return UNKNOWN_MEMBER;
    const leaves = project.team.get(visitor.id);
    this.moment.at(now);
    if (leaves === undefined || this.moment.isExpired(leaves)) return UNKNOWN_MEMBER;
    this.moment.leansOn(leaves);
    return this.dated(asked === undefined ? UNKNOWN_PERMISSION : this.onVisitor(visitor, asked, question, project));
  }

  /**
   * Decides for a partner's member. They have no role, manager, team or row here and are never an owner, so only their
   * exceptions count.
   */
  private onVisitor(visitor: Visitor, asked: Asked, { record }: Circumstances, open: Project): Verdict {
    const { plan, status } = this.tables;
    const index = asked >> INDEX_SHIFT;
    const { whileSuspended, grantable, base } = plan.catalogue.at(index);
    if (visitor.status !== 'active') return MEMBER_NOT_ACTIVE;
    if (visitor.link.isSuspended || (status !== 'active' && !whileSuspended)) return ACCOUNT_SUSPENDED;
    if (!grantable) return NOT_GRANTABLE;
    const project = (asked & PROJECT) === 0 ? undefined : open;
    const { exceptions = NO_EXCEPTIONS } = visitor;
    if (isDenied(exceptions, index, base, project?.id, this.moment)) return EXCEPTION_DENY;
    const bits = givenBy(exceptions, index, project?.id, this.moment);
    if (bits === 0) return NO_GRANT;
    if (this.isOtherType(asked, record)) return verdict(WRONG_TYPE, bits);
    const settled = withoutOwner(asked, bits, record, project);
    if (settled !== UNSETTLED) return settled;
    const ownerId = record?.ownerId;
    if (ownerId === undefined) return verdict((asked & CREATES) === 0 ? OWNER_UNKNOWN : IN_SCOPE, bits);
    const isReached = ownerId === null ? (bits & UNOWNED) !== 0 : ownerId === visitor.id;
    return verdict(isReached ? IN_SCOPE : OUT_OF_SCOPE, bits);
  }

  private stepByStep(member: number, asked: Asked, question: Circumstances, code: number): Verdict {
    const reason = code - REASON_CODES;
    // Step 2.
    if (reason === MEMBER_NOT_ACTIVE || reason === ACCOUNT_SUSPENDED || reason === UNKNOWN_MEMBER) return reason;

    let project: Project | undefined;
    if ((asked & PROJECT) !== 0) {
      // Step 3.
      if (!question.projectId) return PROJECT_REQUIRED;
      project = this.tables.projects.find(question.projectId);
      if (!project) return UNKNOWN_PROJECT;
    }
    // Step 4.
    if (reason === ACCOUNT_OWNER) return verdict(ACCOUNT_OWNER, ALL);
    if (project) {
      const id = this.tables.members.idOf(member);
      if (project.ownerMemberId === id) return verdict(PROJECT_OWNER, ALL);
      const leaves = project.team.get(id);
      if (leaves === undefined || this.moment.isExpired(leaves)) return NOT_ON_TEAM;
      this.moment.leansOn(leaves);
    }
    // Step 5, and step 6 where no expiry and no project matters.
    if (reason === NOT_GRANTABLE || reason === EXCEPTION_DENY) return reason;
    const bits = code === LOOK ? this.weighed(member, asked, project?.id) : code;
    if (bits === DENIED) return EXCEPTION_DENY;
    return bits === 0 ? NO_GRANT : this.onRecord(member, asked, bits, question, project);
  }

  /** Steps 6 and 7 for members with exceptions that depend on an expiry or a project. */
  private weighed(member: number, asked: Asked, projectId: string | undefined): number {
    const { members, rows, plan } = this.tables;
    const index = asked >> INDEX_SHIFT;
    const row = members.row[member] ?? 0;
    const exceptions = rows.exceptionsOf(row) ?? NO_EXCEPTIONS;
    if (isDenied(exceptions, index, plan.bases[index] ?? index, projectId, this.moment)) return DENIED;
    return rows.inherited(row, index) | givenBy(exceptions, index, projectId, this.moment);
  }

  /** Step 8: the record. */
  private onRecord(
    member: number,
    asked: Asked,
    bits: number,
    { record }: Circumstances,
    project: Project | undefined,
  ): Verdict {
    if (this.isOtherType(asked, record)) return verdict(WRONG_TYPE, bits);
    const settled = withoutOwner(asked, bits, record, project);
    if (settled !== UNSETTLED) return settled;
    return this.onOwner(member, asked, bits, record?.ownerId, project?.id);
  }

  private isOtherType(asked: Asked, record: RecordInQuestion | undefined): boolean {
    return record !== undefined && (asked & SCOPED) !== 0 && record.type !== this.types[asked >> ASKED_SHIFT];
  }

  private onOwner(
    member: number,
    asked: Asked,
    bits: number,
    ownerId: string | null | undefined,
    projectId: string | undefined,
  ): Verdict {
    // A creation is about the new record. Where it names no owner, the member will own it, and every scope reaches a
    // member's own records.
    if (ownerId === undefined) return verdict((asked & CREATES) === 0 ? OWNER_UNKNOWN : IN_SCOPE, bits);
    const isReached = this.reach.covers(member, asked >> INDEX_SHIFT, bits, ownerId, projectId);
    return verdict(isReached ? IN_SCOPE : OUT_OF_SCOPE, bits);
  }

  private dated(of: Verdict): Verdict {
    return this.moment.until === Infinity ? of : of | DATED;
  }
}

const DENIED = -1;
const NO_EXCEPTIONS: readonly HeldException[] = [];

/** Step 8, as far as the record's owner does not matter. */
function withoutOwner(
  asked: Asked,
  bits: number,
  record: Pick<RecordInQuestion, 'projectId'> | undefined,
  project: Project | undefined,
): Verdict {
  if ((asked & SCOPED) === 0) return verdict(GRANTED, bits);
  if (!record) return verdict(bits === ALL ? GRANTED : GRANTED_IN_PART, bits);
  if (project && record.projectId !== undefined && record.projectId !== project.id) return verdict(WRONG_PROJECT, bits);
  return bits === ALL ? verdict(IN_SCOPE, bits) : UNSETTLED;
}
