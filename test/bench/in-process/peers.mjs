/**
 * Libraries that answer the same kind of question, each as its documentation has it done and with whatever helps it: what
 * members share is made once. None of them knows status, suspension, projects, expiries, reasons or versions. Each is made
 * from what `account` says that members hold, so that closure and exceptions are its input and not its work.
 */
import { createMongoAbility, subject } from '@casl/ability';
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { AccessControl } from 'accesscontrol';
import { newEnforcer, newModelFromString } from 'casbin';
import { NOW } from './world.mjs';

/** What members hold, by what they share: a role, or their own where they have exceptions (the owner has all). */
export function holdingsOf(policy, account) {
  const held = new Map();
  const shareOf = new Map();
  for (const { id, roleIds, exceptions } of policy.members) {
    const share = exceptions || id === policy.ownerMemberId ? id : roleIds[0];
    shareOf.set(id, share);
    if (!held.has(share)) held.set(share, Object.keys(account.list(id, NOW).permissions));
  }
  return { held, shareOf };
}

const parts = (catalogue) => new Map(catalogue.permissions.map(({ key, action, feature }) => [key, [action, feature]]));

/** An ability for each member, made beforehand. */
export function casl(catalogue, { held, shareOf }) {
  const named = parts(catalogue);
  const abilities = new Map([...shareOf].map(([id, share]) => [id, createMongoAbility(rules(held.get(share), named))]));
  return { name: '@casl/ability, cached by member', one: caslOne(named, abilities) };
}

/** One ability for each role, found by the member's id: it takes a product that sees to it. */
export function caslShared(catalogue, { held, shareOf }) {
  const named = parts(catalogue);
  const shared = new Map([...held].map(([share, keys]) => [share, createMongoAbility(rules(keys, named))]));
  const abilities = new Map([...shareOf].map(([id, share]) => [id, shared.get(share)]));
  return { name: '@casl/ability, cached by role', one: caslOne(named, abilities) };
}

const caslOne =
  (named, abilities) =>
  ({ memberId, permission }) => {
    const [action, feature] = named.get(permission);
    return abilities.get(memberId).can(action, feature);
  };

/** An ability made for each check, as in a handler that loads the person's rules. */
export function caslBuilt(catalogue, { held, shareOf }) {
  const named = parts(catalogue);
  const raw = new Map([...held].map(([share, keys]) => [share, rules(keys, named)]));
  const one = ({ memberId, permission }) => {
    const [action, feature] = named.get(permission);
    return createMongoAbility(raw.get(shareOf.get(memberId))).can(action, feature);
  };
  return { name: '@casl/ability, built for the check', one };
}

const rules = (keys, named) =>
  keys.map((key) => {
    const [action, feature] = named.get(key);
    return { action, subject: feature };
  });

/**
 * Records, in one scope: "my own, and those of whoever I manage" as two conditions. The record has to bring its owner's
 * managers along, which are looked up beforehand and not counted.
 */
export function caslRecords(catalogue, policy, account, memberIds) {
  const named = parts(catalogue);
  const managerOf = new Map(policy.members.map(({ id, managerId }) => [id, managerId]));
  const chains = new Map(policy.members.map(({ id }) => [id, chainOf(managerOf, id)]));
  const abilities = new Map(
    memberIds.map((id) => {
      const { permissions } = account.list(id, NOW);
      const mine = Object.entries(permissions).flatMap(([key, scope]) => {
        const [action, feature] = named.get(key);
        if (scope.includes('all')) return [{ action, subject: feature }];
        return [{ ownerId: id }, { managerIds: id }].map((conditions) => ({ action, subject: feature, conditions }));
      });
      return [id, createMongoAbility(mine)];
    }),
  );
  const one = ({ memberId, permission, record }) => {
    const [action, feature] = named.get(permission);
    const asked = { ownerId: record.ownerId, managerIds: chains.get(record.ownerId) };
    return abilities.get(memberId).can(action, subject(feature, asked));
  };
  return { name: '@casl/ability, cached by member', one };
}

function chainOf(managerOf, id) {
  const chain = [];
  for (let at = managerOf.get(id); at !== undefined; at = managerOf.get(at)) chain.push(at);
  return chain;
}

export function accessControl(catalogue, { held, shareOf }) {
  const named = parts(catalogue);
  const control = new AccessControl();
  const nameOf = new Map([...held.keys()].map((share, at) => [share, `r${at}`]));
  for (const [share, keys] of held) {
    const role = control.grant(nameOf.get(share));
    for (const key of keys) role.action(named.get(key)[0], named.get(key)[1], ['*']);
  }
  const roles = new Map([...shareOf].map(([id, share]) => [id, nameOf.get(share)]));
  const one = ({ memberId, permission }) => {
    const [action, feature] = named.get(permission);
    return control.can(roles.get(memberId)).do(action, feature).granted;
  };
  return { name: 'accesscontrol', one };
}

const CASBIN_MODEL = `
[request_definition]
r = sub, act
[policy_definition]
p = sub, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.sub, p.sub)
`;

export async function casbin(catalogue, { held, shareOf }) {
  const enforcer = await newEnforcer(newModelFromString(CASBIN_MODEL));
  await enforcer.addPolicies([...held].flatMap(([share, keys]) => keys.map((key) => [share, key])));
  await enforcer.addGroupingPolicies([...shareOf].filter(([id, share]) => id !== share));
  const one = ({ memberId, permission }) => enforcer.enforceSync(memberId, permission);
  return { name: 'casbin', one };
}

/** A policy for each role, parsed beforehand, with the permission in the context: as actions they take 20 times as long. */
export function cedar(catalogue, { held, shareOf }) {
  const policies = [...held].map(([share, keys]) => {
    const list = keys.map((key) => `"${key}"`).join(', ');
    return `permit(principal in Role::"${share}", action, resource) when { [${list}].contains(context.permission) };`;
  });
  const parsed = preparsePolicySet('roster', { staticPolicies: policies.join('\n') });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed.errors));
  const entities = new Map(
    [...shareOf].map(([id, share]) => [
      id,
      [{ uid: { type: 'Member', id }, attrs: {}, parents: [{ type: 'Role', id: share }] }],
    ]),
  );
  const one = ({ memberId, permission }) => {
    const answer = statefulIsAuthorized({
      principal: { type: 'Member', id: memberId },
      action: { type: 'Action', id: 'use' },
      resource: { type: 'Record', id: '7' },
      context: { permission },
      preparsedPolicySetId: 'roster',
      entities: entities.get(memberId),
    });
    return answer.type === 'success' && answer.response.decision === 'allow';
  };
  return { name: '@cedar-policy/cedar-wasm', one };
}
