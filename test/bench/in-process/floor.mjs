/**
 * The least that an answer can cost: a map from the member to a row of bits, and a map from the permission to a bit.
 * For records there is also a map from the owner to their number in the tour of a tree, and an interval. It knows no
 * status, suspension, project, expiry, reason or version, and must be built again after a change.
 */
import { NOW } from './world.mjs';

/**
 * With `places`, members carry their interval and owners have a number: for one basis of "subordinate" only. The rows are
 * taken from the account that is measured, since working them out is not what a floor is for.
 */
export function floorOf(policy, catalogue, account, places) {
  const bits = new Map(catalogue.permissions.map(({ key, index }) => [key, index]));
  const rows = new Map();
  const members = new Map();
  const owners = new Map();
  for (const { id, roleIds, exceptions } of policy.members) {
    const shares = exceptions || id === policy.ownerMemberId ? id : roleIds[0];
    let row = rows.get(shares);
    if (!row) rows.set(shares, (row = bitsetOf(account.list(id, NOW).permissions, catalogue)));
    members.set(id, places ? { row, ...places.seenFrom(id) } : row);
    if (places) owners.set(id, places.numberOf(id));
  }
  return { bits, members, owners };
}

/** One bit for each permission that is held at all. */
function bitsetOf(held, catalogue) {
  const words = new Uint32Array(Math.ceil(catalogue.permissions.length / 32));
  for (const { key, index } of catalogue.permissions) if (held[key]) words[index >> 5] |= 1 << (index & 31);
  return words;
}

export function flatFloor({ members, bits }, questions) {
  let allowed = 0;
  for (let at = 0; at < questions.length; at++) {
    const { memberId, permission } = questions[at];
    const row = members.get(memberId);
    const bit = bits.get(permission);
    if (row !== undefined && bit !== undefined && (row[bit >> 5] & (1 << (bit & 31))) !== 0) allowed++;
  }
  return allowed;
}

/** For one scope, "me and my subordinates": whose records are reached is one interval. */
export function recordFloor({ members, bits, owners }, questions) {
  let allowed = 0;
  for (let at = 0; at < questions.length; at++) {
    const { memberId, permission, record } = questions[at];
    const member = members.get(memberId);
    const bit = bits.get(permission);
    if (member === undefined || bit === undefined || (member.row[bit >> 5] & (1 << (bit & 31))) === 0) continue;
    const number = owners.get(record.ownerId);
    if (number !== undefined && number >= member.first && number <= member.last) allowed++;
  }
  return allowed;
}

export function listFloor({ members, bits }, memberId) {
  const row = members.get(memberId);
  const held = {};
  for (const [key, bit] of bits) if ((row[bit >> 5] & (1 << (bit & 31))) !== 0) held[key] = true;
  return held;
}

/** By the chain of managers: everyone has a number, and sees their own records and those of people below. */
export function placesByManager(policy) {
  const intervals = tour(policy.members.map(({ id, managerId }) => [id, managerId]));
  return { numberOf: (id) => intervals.get(id).first, seenFrom: (id) => ({ ...intervals.get(id) }) };
}

/**
 * By the tree of roles: everyone has the number of their role, and sees the roles strictly below it. A member's own
 * records are compared separately.
 */
export function placesByRole(policy) {
  const intervals = tour(policy.roles.map(({ id, managerRoleId }) => [id, managerRoleId]));
  const roleOf = new Map(policy.members.map(({ id, roleIds }) => [id, roleIds[0]]));
  return {
    numberOf: (id) => intervals.get(roleOf.get(id)).first,
    seenFrom: (id) => {
      const { first, last } = intervals.get(roleOf.get(id));
      return id === policy.ownerMemberId ? { first: 0, last: intervals.size } : { first: first + 1, last };
    },
  };
}

/** Each its number in the order of a tour, and the last number below it. */
function tour(parents) {
  const children = new Map(parents.map(([id]) => [id, []]));
  for (const [id, parent] of parents) children.get(parent)?.push(id);
  const intervals = new Map();
  const visit = (id) => {
    const first = intervals.size;
    const interval = { first, last: first };
    intervals.set(id, interval);
    for (const child of children.get(id)) visit(child);
    interval.last = intervals.size - 1;
  };
  for (const [id, parent] of parents) if (parent === undefined) visit(id);
  return intervals;
}
