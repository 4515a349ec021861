export type ScopeName = 'own' | 'sameRole' | 'subordinate' | 'team' | 'unowned' | 'all';
type GrantValue = true | ScopeName[];

/** Permission → `true` for a toggle, the names of the scope for what is about records. What is absent is not granted. */
export type Grants = Record<string, GrantValue>;

/** What the catalogue says of an action, as far as grants go. */
interface Action {
  readonly permission: string;
  readonly kind: 'toggle' | 'scoped';
  readonly grantable: boolean;
  readonly implies: string | null;
  readonly joinedTo: string | null;
}

interface Feature {
  readonly actions: readonly Action[];
}

/** What a role can grant of each feature: not what only an owner has, and not what comes with another action. */
export const grantableOf = <A extends Action, F extends { actions: A[] }>(features: readonly F[]): F[] =>
  features.flatMap((feature) => {
    const actions = feature.actions.filter(({ grantable, joinedTo }) => grantable && joinedTo === null);
    return actions.length > 0 ? [{ ...feature, actions }] : [];
  });

const ORDER: readonly ScopeName[] = ['own', 'sameRole', 'subordinate', 'team', 'unowned', 'all'];

/** The records of both. `all` stands for every other name. */
export function joined(a: readonly ScopeName[], b: readonly ScopeName[]): ScopeName[] {
  if (a.includes('all') || b.includes('all')) return ['all'];
  return ORDER.filter((name) => a.includes(name) || b.includes(name));
}

export const scopeOf = (grants: Grants, permission: string): readonly ScopeName[] => {
  const value = grants[permission];
  return value === undefined || value === true ? [] : value;
};

/** Whether a scope reaches everything that another one does. */
export const covers = (scope: readonly ScopeName[], other: readonly ScopeName[]): boolean =>
  joined(scope, other).join() === joined(scope, []).join();

/** What a grant brings along, as the catalogue says: its own scope, or of a toggle `own`; a toggle is simply brought. */
function brought(action: Action, base: Action, grants: Grants): GrantValue | undefined {
  if (action.implies !== base.permission || grants[action.permission] === undefined) return undefined;
  if (base.kind === 'toggle') return true;
  return action.kind === 'scoped' ? [...scopeOf(grants, action.permission)] : ['own'];
}

/** The least that an action has to have because of what else the feature grants; undefined where nothing asks for it. */
export function leastOf(feature: Feature, action: Action, grants: Grants): GrantValue | undefined {
  return feature.actions
    .map((other) => brought(other, action, grants))
    .reduce((least, value) => (value === undefined ? least : larger(least, value)), undefined);
}

const larger = (a: GrantValue | undefined, b: GrantValue): GrantValue =>
  a === undefined ? b : a === true || b === true ? true : joined(a, b);

/** The grants with one of them set, or taken away by undefined, and with what that brings along. */
export function withGrant(feature: Feature, action: Action, value: GrantValue | undefined, grants: Grants): Grants {
  const { [action.permission]: _, ...rest } = grants;
  const set: Grants = value === undefined ? rest : { ...rest, [action.permission]: value };
  return closed(feature, set);
}

/** Everything of a feature, or nothing of it. */
export function withFeature(feature: Feature, isGranted: boolean, grants: Grants): Grants {
  const own = new Set(feature.actions.map(({ permission }) => permission));
  const rest = Object.fromEntries(Object.entries(grants).filter(([permission]) => !own.has(permission)));
  if (!isGranted) return rest;
  const all = feature.actions.map(({ permission, kind }): [string, GrantValue] => [
    permission,
    kind === 'toggle' ? true : ['all'],
  ]);
  return { ...rest, ...Object.fromEntries(all) };
}

function closed(feature: Feature, grants: Grants): Grants {
  const raised = feature.actions.flatMap((action) => {
    const least = leastOf(feature, action, grants);
    if (least === undefined) return [];
    const present = grants[action.permission];
    return [[action.permission, larger(present, least)] as const];
  });
  return { ...grants, ...Object.fromEntries(raised) };
}

/** How much of a feature is granted; a scope that does not reach all records is a part. */
export function shareOf(feature: Feature, grants: Grants): 'none' | 'some' | 'all' {
  const values = feature.actions.map(({ permission }) => grants[permission]);
  if (values.every((value) => value === undefined)) return 'none';
  return values.every((value) => value === true || value?.includes('all')) ? 'all' : 'some';
}

/** Whether one permission is granted alike by both. */
export const isSame = (a: Grants, b: Grants, permission: string): boolean => {
  const [one, other] = [a[permission], b[permission]];
  if (one === undefined || other === undefined || one === true || other === true) return one === other;
  return joined(one, []).join() === joined(other, []).join();
};

/** The permissions that only one of them grants, or that they grant with another scope. */
export const changedIn = (a: Grants, b: Grants): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((permission) => !isSame(a, b, permission));
