/** The account that is measured: always the same for a size, since chance is seeded. */
import { Catalogue } from '@roster/permissions';

export const NOW = Date.UTC(2026, 10, 23);
const ROLES_BY_LEVEL = [1, 4, 10, 20, 27];
const PERMISSIONS = 150;
const MANAGER_LEVELS = 5;
/** The one scope that a floor knows. */
export const SUBORDINATES = [['own', 'subordinate']];
const SCOPES = [['own'], ['own', 'sameRole'], ['own', 'subordinate'], ['own', 'subordinate'], ['all']];

/** 150 permissions, the platform's among them; features of four actions, three of them scoped. */
export function catalogueOf(subordinateBasis) {
  const platform = new Catalogue({ hash: 'platform', features: [] }).permissions.length;
  const features = [];
  for (let left = PERMISSIONS - platform; left > 0; left -= 4) {
    const actions = [scoped('view'), scoped('edit'), scoped('delete'), { key: 'export', label: 'Export' }];
    features.push({ key: `feature-${features.length}`, label: 'Feature', actions: actions.slice(0, left) });
  }
  return new Catalogue({ hash: subordinateBasis, features, subordinateBasis });
}

const scoped = (key) => ({ key, label: key, kind: 'scoped' });

/** 62 roles in a tree 5 deep, one for each member; managers 5 deep; every twentieth member has exceptions. */
export function policyOf(catalogue, size, { exceptions = 0.05, roles = ROLES_BY_LEVEL, scopes = SCOPES } = {}) {
  const random = seeded(size);
  const tree = treeOf(catalogue, random, roles, scopes);
  const ids = Array.from({ length: size }, () => uuid(random));
  const grantable = catalogue.permissions.filter((permission) => isOpen(permission));
  const widths = levelsOf(size);
  const members = ids.map((id, at) => {
    const manager = managerOf(at, widths);
    return {
      id,
      status: 'active',
      roleIds: [pick(random, tree).id],
      ...(manager !== undefined && { managerId: ids[manager] }),
      ...(random() < exceptions && { exceptions: exceptionsOf(random, grantable) }),
    };
  });
  return { accountId: uuid(random), status: 'active', version: 1, ownerMemberId: ids[0], roles: tree, members };
}

const isOpen = ({ grantable, decidedBy, index, level }) => grantable && decidedBy === index && level === 'account';

function treeOf(catalogue, random, levels, scopes) {
  const roles = [];
  let above = [];
  for (const width of levels) {
    const level = Array.from({ length: width }, () => ({
      id: uuid(random),
      grants: grantsOf(catalogue, random, scopes),
      ...(above.length > 0 && { managerRoleId: pick(random, above).id }),
    }));
    roles.push(...level);
    above = level;
  }
  return roles;
}

function grantsOf(catalogue, random, scopes) {
  const held = catalogue.permissions.filter((permission) => isOpen(permission) && random() < 0.6);
  return Object.fromEntries(held.map(({ key, kind }) => [key, kind === 'toggle' ? true : pick(random, scopes)]));
}

/** One ALLOW and one DENY, without an expiry: a floor knows no clock. */
function exceptionsOf(random, permissions) {
  const [allowed, denied] = [pick(random, permissions), pick(random, permissions)];
  return [
    { permission: allowed.key, effect: 'allow', ...(allowed.kind === 'scoped' && { scope: ['own', 'subordinate'] }) },
    ...(denied === allowed ? [] : [{ permission: denied.key, effect: 'deny' }]),
  ];
}

/** How many members stand at each level below the one on top, so that the chain is five long everywhere. */
function levelsOf(size) {
  const ratio = size ** (1 / (MANAGER_LEVELS - 1));
  return Array.from({ length: MANAGER_LEVELS }, (_, level) => Math.round(ratio ** level));
}

function managerOf(at, widths) {
  let first = 0;
  for (const [level, width] of widths.entries()) {
    const end = level === widths.length - 1 ? Infinity : first + width;
    if (at < end) return level === 0 ? undefined : first - widths[level - 1] + ((at - first) % widths[level - 1]);
    first = end;
  }
  return undefined;
}

/** As JSON, so that whoever answers gets strings that nobody has seen before. */
export function questionsFor(policy, permissions, count, { withRecord = false, apart = false } = {}) {
  const random = seeded(count);
  const managers = new Map(policy.members.map(({ id, managerId }) => [id, managerId]));
  const questions = Array.from({ length: count }, () => {
    const permission = pick(random, permissions).key;
    const owner = pick(random, policy.members).id;
    if (!withRecord) return { memberId: owner, permission };
    // Half of them ask about a record of someone's below.
    const other = random() < 0.5 ? ancestor(managers, owner, random) : pick(random, policy.members).id;
    const above = other === owner && apart ? policy.ownerMemberId : other;
    return { memberId: above, permission, record: { type: permission.split(':')[0], id: '7', ownerId: owner } };
  });
  return JSON.stringify(questions);
}

function ancestor(managers, id, random) {
  let at = id;
  for (let steps = 1 + Math.floor(random() * MANAGER_LEVELS); steps > 0; steps--) at = managers.get(at) ?? at;
  return at;
}

/** The same questions with the very strings that the account was compiled from, whose hashes are known by now. */
export function interned(questions, policy, catalogue) {
  const ids = new Map(policy.members.map(({ id }) => [id, id]));
  const keys = new Map(catalogue.permissions.map(({ key }) => [key, key]));
  return questions.map(({ memberId, permission, record }) => ({
    memberId: ids.get(memberId),
    permission: keys.get(permission),
    ...(record && { record: { ...record, ownerId: ids.get(record.ownerId) } }),
  }));
}

export const pick = (random, list) => list[Math.floor(random() * list.length)];

/** Mulberry32. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function uuid(random) {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
