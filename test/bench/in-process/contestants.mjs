/** Who takes part, and that all of them say the same before any of them is timed. */
import { compile } from '@roster/permissions';
import { flatFloor, floorOf, placesByManager, placesByRole, recordFloor } from './floor.mjs';
import * as peers from './peers.mjs';
import { catalogueOf, interned, NOW, policyOf, questionsFor, SUBORDINATES } from './world.mjs';

const BATCH = 2_000;

/** Flat checks: any permission of the account, no record. */
export function flatWorld(size) {
  const catalogue = catalogueOf('both');
  const policy = policyOf(catalogue, size);
  const account = compile(catalogue, policy);
  const open = catalogue.permissions.filter(({ level }) => level === 'account');
  const text = questionsFor(policy, open, BATCH);
  const floor = floorOf(policy, catalogue, account);
  const contestants = [oursOn(account), { name: 'floor', run: (questions) => flatFloor(floor, questions) }];
  return checked({ catalogue, policy, account, text, contestants });
}

/** Checks of records in the one scope that an interval can say, on the basis of managers or of the tree of roles. */
export function recordWorld(size, basis) {
  const catalogue = catalogueOf(basis);
  const policy = policyOf(catalogue, size, { scopes: SUBORDINATES });
  const account = compile(catalogue, policy);
  // A base action has more than one scope: what implies it may be a toggle, which adds "own".
  const open = catalogue.permissions.filter(({ kind, base, index }) => kind === 'scoped' && base !== index);
  const text = questionsFor(policy, open, BATCH, { withRecord: true, apart: basis === 'roleTree' });
  const places = (basis === 'roleTree' ? placesByRole : placesByManager)(policy);
  const floor = floorOf(policy, catalogue, account, places);
  const contestants = [oursOn(account), { name: 'floor', run: (questions) => recordFloor(floor, questions) }];
  return checked({ catalogue, policy, account, text, contestants });
}

/** `limit`: how many questions a slow one is asked in a round. */
export async function peersOf({ catalogue, policy, account, text }) {
  const holdings = peers.holdingsOf(policy, account);
  const made = [
    peers.casl(catalogue, holdings),
    peers.caslShared(catalogue, holdings),
    { ...peers.caslBuilt(catalogue, holdings), limit: 100 },
    { ...peers.accessControl(catalogue, holdings), limit: 200 },
    { ...(await peers.casbin(catalogue, holdings)), limit: 3 },
    { ...peers.cedar(catalogue, holdings), limit: 5 },
  ];
  for (const peer of made) sameAnswers(peer, account, JSON.parse(text).slice(0, peer.limit ?? 500));
  return made.map((peer) => ({ ...peer, run: runOf(peer.one) }));
}

/** `@casl/ability` is the only one of them that has conditions on a record without a server or a language of its own. */
export function recordPeerOf({ catalogue, policy, account, text }) {
  const memberIds = [...new Set(JSON.parse(text).map(({ memberId }) => memberId))];
  const peer = peers.caslRecords(catalogue, policy, account, memberIds);
  sameAnswers(peer, account, JSON.parse(text).slice(0, 500));
  return { ...peer, run: runOf(peer.one) };
}

function oursOn(account) {
  const run = (questions) => {
    let allowed = 0;
    for (let at = 0; at < questions.length; at++) if (account.check(questions[at], NOW)) allowed++;
    return allowed;
  };
  return { name: 'Roster', run };
}

/** A loop of its own for each, so that none pays for the others' calls having gone through it. */
function runOf(one) {
  const loop = new Function(
    'one',
    'questions',
    'let allowed = 0; for (const question of questions) if (one(question)) allowed++; return allowed;',
  );
  return (questions) => loop(one, questions);
}

function checked(world) {
  const { text, contestants, policy, catalogue } = world;
  for (const question of JSON.parse(text).slice(0, 500)) {
    const [first, ...others] = contestants.map(({ run }) => run([question]));
    if (others.some((answer) => answer !== first)) throw new Error(`They do not agree on ${JSON.stringify(question)}`);
  }
  const totals = contestants.map(({ run }) => run(JSON.parse(text)));
  if (new Set(totals).size > 1) throw new Error(`They do not agree: ${totals}`);
  return { ...world, fresh: () => JSON.parse(text), interned: () => interned(JSON.parse(text), policy, catalogue) };
}

function sameAnswers(peer, account, questions) {
  for (const question of questions)
    if (peer.one(question) !== account.check(question, NOW))
      throw new Error(`${peer.name} does not agree on ${JSON.stringify(question)}`);
}
