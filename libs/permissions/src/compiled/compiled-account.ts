import type { Catalogue } from '../catalogue/catalogue.js';
import type { Decision, Explanation, Question } from '../decision/decision.js';
import { explain } from '../decision/decide.js';
import type { Effective } from '../effective/effective.js';
import type { FilterQuestion } from '../filter/filter-of.js';
import type { Filter, OwnerPredicate } from '../filter/filter.js';
import type { AccountDelta } from '../policy/delta.js';
import type { AccountPolicy } from '../policy/policy.js';
import { scopeNames, type ScopeName } from '../scope/scope.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import { CompiledEvaluator } from './evaluation/compiled-evaluator.js';
import { filterOn, ownersBy } from './evaluation/owners.js';
import { policyOf, sliceFor } from './rebuilt-policy.js';
import { Tables } from './tables.js';
import { bitsOf, DATED, isAllowed, reasonOf, type Verdict } from './evaluation/verdict.js';

/**
 * An account compiled for questions. It gives the same answers as the rules in well under a microsecond, and changes
 * are applied in place.
 *
 * There are two engines because no single one does both jobs. `decision/rules.ts` is the readable one: one list of
 * rules that leaves a trace. Explanations, previews and remedies need that trace. The room `compiled/` is the fast one:
 * tables of bytes, and a check that allocates nothing. It answers the checks, lists and filters of callers. The price
 * is that each rule is written twice. `compiled-account.spec.ts` holds the engines equal: it compares them on random
 * accounts, questions and changes, and a difference fails the test. So change a rule in both places, starting with
 * `decision/rules.ts`.
 *
 * The rules take about 3 times as long for a check in an account of 100 members, and 5 to 8 times in one of 10,000;
 * `npm run bench -- engines` measures it. They also need a new snapshot for each change, while `apply` writes a change
 * into the tables.
 */
export class CompiledAccount {
  private readonly tables: Tables;
  private readonly evaluator: CompiledEvaluator;

  constructor(
    readonly catalogue: Catalogue,
    policy: AccountPolicy,
  ) {
    this.tables = new Tables(catalogue, policy);
    this.evaluator = new CompiledEvaluator(this.tables);
  }

  get accountId(): string {
    return this.tables.accountId;
  }

  get version(): number {
    return this.tables.version;
  }

  /** The number of members. */
  get size(): number {
    return this.tables.members.size;
  }

  /**
   * The account's policy, rebuilt from the tables, without what the catalogue does not know. It is made at each call.
   */
  get policy(): AccountPolicy {
    return policyOf(this.tables);
  }

  has(memberId: string): boolean {
    return this.tables.members.find(memberId) !== undefined;
  }

  /** Whether the question is allowed at `now` (ms). Allocates nothing. */
  check(question: Question, now: number): boolean {
    return isAllowed(this.evaluator.verdictOn(question, now));
  }

  /** The decision at `now` (ms). Never throws: what is not known is a DENY with its reason. */
  decide(question: Question, now: number): Decision {
    return this.decision(this.evaluator.verdictOn(question, now));
  }

  checkMany(questions: readonly Question[], now: number): Decision[] {
    return questions.map((question) => this.decide(question, now));
  }

  /** Everything that a member may do. Permissions of project level are included only where a project is named. */
  list(memberId: string, now: number, projectId?: string): Effective {
    const permissions: Record<string, readonly ScopeName[]> = {};
    const circumstances = projectId ? { projectId } : {};
    const { evaluator } = this;
    let until = Infinity;
    const member = this.tables.members.find(memberId);
    for (const [permission, asked] of this.tables.plan.asked) {
      const of =
        member === undefined
          ? evaluator.verdictOn({ memberId, permission, ...circumstances }, now)
          : evaluator.verdictFor(member, asked, circumstances, now);
      if (isAllowed(of)) permissions[permission] = scopeNames(bitsOf(of));
      if ((of & DATED) !== 0) until = Math.min(until, evaluator.moment.until);
    }
    return { permissions, version: this.version, ...(until !== Infinity && { until }) };
  }

  /** Which records the member reaches at the instant `now` (ms). */
  filter(question: FilterQuestion, now: number): Filter {
    return filterOn(this.tables, this.evaluator, question, now);
  }

  /**
   * The owners whose records a predicate covers at `now` (ms), in any order; undefined where there are more than
   * `limit`.
   */
  owners(predicate: OwnerPredicate, now: number, limit: number): string[] | undefined {
    return ownersBy(this.tables, predicate, now, limit);
  }

  /** Explains by the rules, on the part of the account that the question is about. */
  explain(question: Question, now: number): Explanation {
    return explain(snapshotOf(this.catalogue, sliceFor(this.tables, question)), question, now);
  }

  /** Applies a change. Returns false, and changes nothing, where the delta was made from another version. */
  apply(delta: AccountDelta): boolean {
    if (delta.from !== this.version) return false;
    this.tables.apply(delta);
    this.evaluator.follow();
    return true;
  }

  private decision(of: Verdict): Decision {
    const allowed = isAllowed(of);
    const reason = reasonOf(of);
    const scope = scopeNames(bitsOf(of));
    const { version } = this.tables;
    return (of & DATED) === 0
      ? { allowed, reason, scope, version }
      : { allowed, reason, scope, version, until: this.evaluator.moment.until };
  }
}

export const compile = (catalogue: Catalogue, policy: AccountPolicy): CompiledAccount =>
  new CompiledAccount(catalogue, policy);
