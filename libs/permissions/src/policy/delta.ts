import type { AccountPolicy, AccountStatus, MemberPolicy, PartnerPolicy, ProjectPolicy, RolePolicy } from './policy.js';

/** What changed in a list: the complete new or changed things, and the ids of removed ones. */
export interface Changed<T> {
  readonly set?: readonly T[];
  readonly removed?: readonly string[];
}

/**
 * The difference from one version of an account to a later one, as plain JSON. It contains the complete new state of
 * everything that it names. So applying it twice, or to a state that is partly newer, does no harm.
 */
export interface AccountDelta {
  readonly accountId: string;
  /** The version that it applies to. */
  readonly from: number;
  readonly version: number;
  readonly status?: AccountStatus;
  readonly ownerMemberId?: string;
  readonly teamsEnabled?: boolean;
  readonly roles?: Changed<RolePolicy>;
  readonly members?: Changed<MemberPolicy>;
  readonly projects?: Changed<ProjectPolicy>;
  /** By the partner's account id. */
  readonly partners?: Changed<PartnerPolicy>;
}

/**
 * The difference between two states. Parts that are the same object are taken as equal without comparing their content.
 */
export function deltaBetween(before: AccountPolicy, after: AccountPolicy): AccountDelta {
  const roles = changed(before.roles, after.roles, idOf);
  const members = changed(before.members, after.members, idOf);
  const projects = changed(before.projects ?? [], after.projects ?? [], idOf);
  const partners = changed(before.partners ?? [], after.partners ?? [], accountIdOf);
  return {
    accountId: after.accountId,
    from: before.version,
    version: after.version,
    ...(before.status !== after.status && { status: after.status }),
    ...(before.ownerMemberId !== after.ownerMemberId && { ownerMemberId: after.ownerMemberId }),
    ...((before.teamsEnabled ?? false) !== (after.teamsEnabled ?? false) && {
      teamsEnabled: after.teamsEnabled ?? false,
    }),
    ...(roles && { roles }),
    ...(members && { members }),
    ...(projects && { projects }),
    ...(partners && { partners }),
  };
}

/** The account with the delta applied. The caller must check that it fits the version. */
export function patched(policy: AccountPolicy, delta: AccountDelta): AccountPolicy {
  const { version, status, ownerMemberId, teamsEnabled } = delta;
  return {
    ...policy,
    version,
    ...(status !== undefined && { status }),
    ...(ownerMemberId !== undefined && { ownerMemberId }),
    ...(teamsEnabled !== undefined && { teamsEnabled }),
    ...(delta.roles && { roles: merged(policy.roles, delta.roles, idOf) }),
    ...(delta.members && { members: merged(policy.members, delta.members, idOf) }),
    ...(delta.projects && { projects: merged(policy.projects ?? [], delta.projects, idOf) }),
    ...(delta.partners && { partners: merged(policy.partners ?? [], delta.partners, accountIdOf) }),
  };
}

const idOf = ({ id }: { readonly id: string }) => id;
const accountIdOf = ({ accountId }: PartnerPolicy) => accountId;

function changed<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Changed<T> | undefined {
  if (before === after) return undefined;
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const set = after.filter((item) => {
    const known = old.get(keyOf(item));
    old.delete(keyOf(item));
    return known !== item && (known === undefined || JSON.stringify(known) !== JSON.stringify(item));
  });
  const removed = [...old.keys()];
  if (set.length === 0 && removed.length === 0) return undefined;
  return { ...(set.length > 0 && { set }), ...(removed.length > 0 && { removed }) };
}

function merged<T>(items: readonly T[], { set = [], removed = [] }: Changed<T>, keyOf: (item: T) => string): T[] {
  const now = new Map(items.map((item) => [keyOf(item), item]));
  for (const key of removed) now.delete(key);
  for (const item of set) now.set(keyOf(item), item);
  return [...now.values()];
}
