import type {
  AccountPolicy,
  Catalogue,
  Grants,
  MemberPolicy,
  ProjectPolicy,
  Reason,
  ScopeName,
} from '@roster/permissions';

/**
 * Golden decisions as data, for every way of asking: pure, over NATS, over HTTP. People, roles and projects have
 * names here, not ids. A runner builds the suite's account its own way, keeps a map from names to the ids that it got,
 * and puts ids in place of names when it asks; a name that the account lacks (`stranger`) becomes an id that nobody
 * has. Roles go by the slug of the preset's system roles. The wanted version is the account's: the runner's to check.
 */
export interface DecisionSuite {
  readonly name: string;
  /** Where the catalogue and the roles come from; a suite without a preset brings its own and runs pure. */
  readonly preset?: string;
  readonly account: AccountFixture;
  readonly cases: readonly DecisionCase[];
}

export interface AccountFixture {
  readonly status: AccountPolicy['status'];
  readonly owner: string;
  readonly teamsEnabled?: boolean;
  readonly members: Readonly<Record<string, MemberFixture>>;
  readonly projects?: readonly ProjectPolicy[];
}

type MemberFixture = Omit<MemberPolicy, 'id' | 'roleIds'> & { readonly roles: readonly string[] };

export interface DecisionCase {
  /** One sentence of the model, in plain English. */
  readonly title: string;
  readonly ask: {
    readonly member: string;
    readonly permission: string;
    readonly project?: string;
    readonly record?: { type: string; id?: string; owner?: string | null; project?: string };
    /** The clock, in milliseconds after `NOW`; only pure runners can set it. */
    readonly later?: number;
  };
  readonly want: {
    readonly allowed: boolean;
    readonly reason: Reason;
    readonly scope: readonly ScopeName[];
    /** In milliseconds after `NOW`. */
    readonly until?: number;
  };
}

export interface RoleFixture {
  readonly slug: string;
  readonly grants: Grants;
  readonly manager?: string;
}

/** The pure runner's way of building a suite: names are ids. */
export interface PureFixture {
  readonly catalogue: Catalogue;
  readonly roles: readonly RoleFixture[];
}

/** The instant at which cases are asked. */
export const NOW = Date.UTC(2026, 0, 1);

/** The account of a suite with names for ids. */
export function policyOf(account: AccountFixture, roles: readonly RoleFixture[]): AccountPolicy {
  const { status, owner, members, teamsEnabled = false, projects = [] } = account;
  return {
    accountId: 'account',
    status,
    version: 1,
    ownerMemberId: owner,
    teamsEnabled,
    roles: roles.map(({ slug, grants, manager = null }) => ({ id: slug, grants, managerRoleId: manager })),
    members: Object.entries(members).map(([id, { roles: roleIds, ...member }]) => ({ ...member, id, roleIds })),
    projects,
  };
}

/** A contact of this owner: null for nobody's, nothing where the asker does not say. */
export const contactOf = (owner?: string | null) => ({
  type: 'contacts',
  id: '7',
  ...(owner !== undefined && { owner }),
});

const ALLOWING: readonly Reason[] = ['granted', 'granted_in_part', 'in_scope', 'account_owner', 'project_owner'];

/** What is wanted where the reason says whether it is an ALLOW. */
export const want = (reason: Reason, scope: readonly ScopeName[] = []): DecisionCase['want'] => ({
  allowed: ALLOWING.includes(reason),
  reason,
  scope,
});
