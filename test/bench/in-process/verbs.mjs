/** What is measured besides single checks: lists, filters, compiling, changes, memory. */
import { compile } from '@roster/permissions';
import { floorOf, listFloor, placesByManager } from './floor.mjs';
import { race, timed, weighed } from './measure.mjs';
import { NOW, pick, seeded } from './world.mjs';

const LISTS = 200;
const DELTAS = 500;

export function listTimes({ catalogue, policy, account }) {
  const floor = floorOf(policy, catalogue, account);
  const random = seeded(1);
  const ids = Array.from({ length: LISTS }, () => pick(random, policy.members).id);
  const run = (list) => (asked) => asked.reduce((sum, id) => sum + (list(id) ? 1 : 0), 0);
  const contestants = [
    { name: 'Roster', run: run((id) => account.list(id, NOW)) },
    { name: 'floor', run: run((id) => listFloor(floor, id)) },
  ];
  return race(contestants, () => ids, { rounds: 60 });
}

/** A filter for a scoped permission, and the owners that it means, as many as there are. */
export function filterTimes({ catalogue, policy, account }) {
  const random = seeded(2);
  const scoped = catalogue.permissions.filter(({ kind }) => kind === 'scoped');
  const asked = Array.from({ length: LISTS }, () => ({
    memberId: pick(random, policy.members).id,
    permission: pick(random, scoped).key,
  }));
  const filters = asked.map((question) => account.filter(question, NOW)).filter(({ kind }) => kind === 'owners');
  const filter = timed(
    () => asked,
    (questions) => questions.map((question) => account.filter(question, NOW)),
    60,
  );
  const owners = timed(
    () => filters,
    (all) => all.map(({ predicate }) => account.owners(predicate, NOW, Infinity)),
    20,
  );
  return { filter: filter / asked.length, owners: owners / filters.length };
}

export function compileTime({ catalogue, policy }, rounds = 15) {
  const json = JSON.stringify(policy);
  return timed(
    () => JSON.parse(json),
    (fresh) => compile(catalogue, fresh),
    rounds,
  );
}

/** One member at a time, each change a delta of its own as it comes off the wire; the median by kind. */
export function deltaTimes({ catalogue, policy }) {
  const account = compile(catalogue, policy);
  const random = seeded(3);
  const scoped = catalogue.permissions.filter(({ kind }) => kind === 'scoped');
  const kinds = {
    roles: () => ({ roleIds: [pick(random, policy.roles).id] }),
    manager: () => ({ managerId: pick(random, policy.members).id }),
    status: (at) => ({ status: at % 2 ? 'active' : 'inactive' }),
    exceptions: (at) => ({
      exceptions: at % 2 ? [] : [{ permission: pick(random, scoped).key, effect: 'allow', scope: ['own', 'team'] }],
    }),
  };
  const times = Object.fromEntries(
    Object.entries(kinds).map(([kind, changed]) => {
      const make = () => {
        const deltas = Array.from({ length: DELTAS }, (_, at) => {
          const member = policy.members[1 + ((at >> 1) % (policy.members.length - 1))];
          return {
            accountId: policy.accountId,
            from: 0,
            version: 0,
            members: { set: [{ ...member, ...changed(at) }] },
          };
        });
        const fresh = JSON.parse(JSON.stringify(deltas));
        for (const [at, delta] of fresh.entries())
          Object.assign(delta, { from: account.version + at, version: account.version + at + 1 });
        return fresh;
      };
      const apply = (deltas) => deltas.every((delta) => account.apply(delta)) || undefined;
      return [kind, timed(make, apply, 20) / DELTAS];
    }),
  );
  sameAfterwards(catalogue, account, policy);
  return times;
}

/** What was changed in place answers as what is compiled from its state. */
function sameAfterwards(catalogue, account, policy) {
  const again = compile(catalogue, JSON.parse(JSON.stringify(account.policy)));
  for (const { id } of policy.members.slice(0, 200))
    if (JSON.stringify(account.list(id, NOW)) !== JSON.stringify(again.list(id, NOW)))
      throw new Error(`After the deltas, ${id} holds something else than they should`);
}

/** Bytes for each member: ours, the floor of flat checks, the floor that knows records as well. */
export function memory({ catalogue, policy, account }) {
  const json = JSON.stringify(policy);
  const places = placesByManager(policy);
  const copies = Math.max(1, 10_000 / policy.members.length);
  const perMember = (make) => weighed(() => make(JSON.parse(json)), copies) / policy.members.length;
  return {
    ours: perMember((fresh) => compile(catalogue, fresh)),
    flat: perMember((fresh) => floorOf(fresh, catalogue, account)),
    records: perMember((fresh) => floorOf(fresh, catalogue, account, places)),
  };
}
