import type {
  AccountPolicy,
  Grants,
  MemberPolicy,
  PartnerPolicy,
  ProjectPolicy,
  Reason,
  ScopeName,
} from '@roster/permissions';

/**
 * Golden decisions as data, for every way of asking: the rules, the compiled tables, NATS and HTTP. People, roles and
 * projects have names here, not ids. A runner builds the suite's account its own way, maps names to the ids that it
 * got, and uses those ids when it asks. A name that the account lacks (`stranger`) becomes an id that nobody has. Roles
 * are named by their slug. The runner itself checks that the answer has the account's version.
 */
export interface DecisionSuite {
  readonly name: string;
  /** Where the catalogue, the system roles and the flags come from: a shipped preset, or one of `test/presets`. */
  readonly preset: string;
  readonly account: AccountFixture;
  readonly cases: readonly DecisionCase[];
}

export interface AccountFixture {
  readonly status: AccountPolicy['status'];
  readonly owner: string;
  /** The account's custom roles. */
  readonly roles?: readonly RoleFixture[];
  readonly members: Readonly<Record<string, MemberFixture>>;
  readonly projects?: readonly ProjectPolicy[];
  /** What the register of records knows. */
  readonly records?: readonly RecordFixture[];
  /** Nothing writes partner links yet: a suite that has them is asked of the evaluator only. */
  readonly partners?: readonly PartnerPolicy[];
}

type MemberFixture = Omit<MemberPolicy, 'id' | 'roleIds'> & { readonly roles: readonly string[] };

export interface RoleFixture {
  readonly slug: string;
  readonly grants: Grants;
  /** The slug of the role above it. */
  readonly manager?: string;
}

export interface RecordFixture {
  readonly type: string;
  readonly id: string;
  readonly owner: string | null;
  readonly project?: string;
  readonly properties?: Readonly<Record<string, string | number | boolean>>;
}

export interface DecisionCase {
  /** One sentence of the model, in plain English. */
  readonly title: string;
  readonly ask: {
    readonly member: string;
    readonly permission: string;
    readonly project?: string;
    readonly record?: {
      readonly type: string;
      readonly id?: string;
      readonly owner?: string | null;
      readonly properties?: Readonly<Record<string, unknown>>;
    };
    readonly actionProperties?: Readonly<Record<string, unknown>>;
    /** The clock, in milliseconds after `NOW`. */
    readonly later?: number;
    /** Needs a clock that is exact to the millisecond, so only a runner that passes the clock in can ask it. */
    readonly exactClock?: true;
  };
  readonly want: {
    readonly allowed: boolean;
    readonly reason: Reason;
    readonly scope: readonly ScopeName[];
    /** In milliseconds after `NOW`. */
    readonly until?: number;
  };
}

/** The instant at which cases are asked. */
export const NOW = Date.UTC(2026, 0, 1);

/** A contact of this owner: null for nobody's, nothing where the asker does not say. */
export const contactOf = (owner?: string | null) => recordOf('contacts', owner);

export const recordOf = (type: string, owner?: string | null) => ({
  type,
  id: '7',
  ...(owner !== undefined && { owner }),
});

const ALLOWING: readonly Reason[] = ['granted', 'granted_in_part', 'in_scope', 'account_owner', 'project_owner'];

/** What is wanted, where the reason alone says whether it is an ALLOW. */
export const want = (reason: Reason, scope: readonly ScopeName[] = []): DecisionCase['want'] => ({
  allowed: ALLOWING.includes(reason),
  reason,
  scope,
});
