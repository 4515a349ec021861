/**
 * The evaluator in the asker's own process, beside the least that an answer can cost (a floor) and beside libraries that
 * answer the same kind of question. Everybody's answers are compared before anybody is timed. Needs `--expose-gc`.
 */
import { flatWorld, peersOf, recordPeerOf, recordWorld } from './in-process/contestants.mjs';
import { duration, race } from './in-process/measure.mjs';
import { largeAccount, smallAccounts } from './in-process/scale.mjs';
import { compileTime, deltaTimes, filterTimes, listTimes, memory } from './in-process/verbs.mjs';
import { table, writeSection } from './table.mjs';

const SIZES = [100, 10_000];
const ROUNDS = 300;
const PEER_ROUNDS = 100;

const count = (number) => number.toLocaleString('en');
const times = (ratio) => `${ratio.toFixed(2)} ×`;

const flat = SIZES.map((size) => flatWorld(size));
const large = { account: largeAccount(), many: smallAccounts() };
const parts = [head(), checks(), verbs(), await peers(), scale()];
writeSection('in-process', parts.join('\n\n'));
console.log(parts.join('\n\n'));

function head() {
  return `## In process

An account with 62 roles in a tree 5 deep, 150 permissions, managers 5 deep, 5 % of the members with an ALLOW and a DENY.
The **floor** is a map from the member to a row of bits and a map from the permission to a bit; for records also a map from
the owner to a number, and an interval: one scope ("me and my subordinates") on one basis. It has no status, suspension,
projects, teams, expiries, reasons or versions, and cannot be changed in place. _Fresh_ ids come out of \`JSON.parse\` (which
is not counted), so that each is hashed for the first time; _known_ ones are the very strings that the account was made of.
Medians of ${ROUNDS} rounds in turns.`;
}

function checks() {
  const worlds = [
    ...flat.map((world) => ['flat', world]),
    ...SIZES.map((size) => ['record, by managers', recordWorld(size, 'userManager')]),
    ...SIZES.map((size) => ['record, by roles', recordWorld(size, 'roleTree')]),
  ];
  const rows = worlds.flatMap(([name, world]) =>
    [
      ['fresh', world.fresh],
      ['known', always(world.interned())],
    ].map(([ids, questions]) => {
      const medians = race(world.contestants, questions, { rounds: ROUNDS });
      const [ours, floor] = [medians.get('Roster'), medians.get('floor')];
      return [name, count(world.policy.members.length), ids, duration(floor), duration(ours), times(ours / floor)];
    }),
  );
  return `### One check\n\n${table(['check', 'members', 'ids', 'floor', 'Roster', 'Roster / floor'], rows)}`;
}

function verbs() {
  const measured = flat.map((world) => ({
    list: listTimes(world),
    filter: filterTimes(world),
    compiling: compileTime(world),
    delta: deltaTimes(world),
    bytes: memory(world),
  }));
  const row = (name, cell) => [name, ...measured.map(cell)];
  const beside = (ours, floor) => `${duration(ours)} (${times(ours / floor)})`;
  const rows = [
    row('everything a member may do (/ floor)', ({ list }) => beside(list.get('Roster'), list.get('floor'))),
    row('a filter for a list', ({ filter }) => duration(filter.filter)),
    row('the owners that a filter means', ({ filter }) => duration(filter.owners)),
    row('compile', ({ compiling }) => duration(compiling)),
    ...['roles', 'manager', 'status', 'exceptions'].map((kind) =>
      row(`a change of one member's ${kind}`, ({ delta }) => duration(delta[kind])),
    ),
    row('memory for each member, bytes', ({ bytes }) => bytes.ours.toFixed(0)),
    row('the same of the floor, flat', ({ bytes }) => `${bytes.flat.toFixed(0)} (${times(bytes.ours / bytes.flat)})`),
    row(
      'the same of the floor, records',
      ({ bytes }) => `${bytes.records.toFixed(0)} (${times(bytes.ours / bytes.records)})`,
    ),
  ];
  return `### Everything else\n\n${table(['', ...SIZES.map((size) => `${count(size)} members`)], rows)}

The floor's memory is of its two (for records: three) maps and the rows that members share, ids included; ours has the whole
account in it, since it says the policy again.`;
}

async function peers() {
  const rows = [];
  for (const world of flat) {
    const name = `flat, ${count(world.policy.members.length)} members`;
    for (const peer of await peersOf(world)) rows.push(peerRow(name, world, peer));
  }
  const records = recordWorld(100, 'userManager');
  rows.push(peerRow('record by managers, 100 members', records, recordPeerOf(records)));
  return `### Beside other libraries

${table(['what is asked', 'library', 'fresh ids', 'Roster is faster by', 'known ids', 'Roster is faster by'], rows)}

Flat, they are given what members hold, closure and exceptions already worked out, and answer yes or no: a smaller problem.
The record brings its owner's chain of managers along for \`@casl/ability\`, worked out beforehand and not counted; the others
have no scope that compares. An ability cached by role takes a product that keeps track of who may share one.
With fresh ids most of a check is the hashing of two strings, which everybody who looks a member up has to pay.`;
}

function peerRow(name, world, peer) {
  const cells = [world.fresh, always(world.interned())].flatMap((questions) => {
    const [mine, theirs] = peer.limit ? apart(world, peer, questions) : together(world, peer, questions);
    return [duration(theirs), times(theirs / mine)];
  });
  return [name, peer.name, ...cells];
}

function together({ contestants: [ours] }, peer, questions) {
  const medians = race([ours, peer], questions, { rounds: PEER_ROUNDS });
  return [medians.get(ours.name), medians.get(peer.name)];
}

/** What takes too long to be asked as much as we are is asked less, after us. */
function apart({ contestants: [ours] }, peer, questions) {
  const [mine] = race([ours], questions, { rounds: PEER_ROUNDS }).values();
  const [theirs] = race([peer], () => questions().slice(0, peer.limit), { rounds: 10 }).values();
  return [mine, theirs];
}

function scale() {
  const { account, many } = large;
  const rows = [
    [
      `one account of ${count(account.members)}`,
      duration(account.compiling),
      `${(account.bytes / 2 ** 20).toFixed(0)} MiB (${(account.bytes / account.members).toFixed(0)} B a member)`,
      duration(account.flat),
      duration(account.record),
    ],
    [
      `${count(many.accounts)} accounts of 20, 8 roles each`,
      duration(many.compiling),
      `${(many.bytes / 2 ** 20).toFixed(0)} MiB (${(many.bytes / many.accounts / 1024).toFixed(1)} KiB an account)`,
      duration(many.flat),
      '',
    ],
  ];
  return `### Large and many\n\n${table(['', 'compile', 'memory', 'flat check', 'record check'], rows)}

The many are parsed from JSON as they are compiled; their checks look the account up first.`;
}

function always(value) {
  return () => value;
}
