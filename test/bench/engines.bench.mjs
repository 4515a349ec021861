/**
 * The two engines of `libs/permissions` beside each other: the compiled tables, and the list of rules that explains their
 * answers. Both answer the same questions about the same account, and their answers are compared before they are timed.
 */
import { check, snapshotOf } from '@roster/permissions';
import { flatWorld, recordWorld } from './in-process/contestants.mjs';
import { duration, race } from './in-process/measure.mjs';
import { NOW } from './in-process/world.mjs';
import { table, writeSection } from './table.mjs';

const SIZES = [100, 10_000];
const ROUNDS = 100;

const worlds = [
  ...SIZES.map((size) => ['flat', flatWorld(size)]),
  ...SIZES.map((size) => ['record, by managers', recordWorld(size, 'userManager')]),
];

const rows = worlds.map(([name, { catalogue, policy, contestants, fresh }]) => {
  const [compiled] = contestants;
  const rules = rulesOn(snapshotOf(catalogue, policy));
  if (compiled.run(fresh()) !== rules.run(fresh())) throw new Error(`The engines do not agree: ${name}`);
  const medians = race([compiled, rules], fresh, { rounds: ROUNDS });
  const [ours, theirs] = [medians.get(compiled.name), medians.get(rules.name)];
  const size = policy.members.length.toLocaleString('en');
  return [name, size, duration(ours), duration(theirs), `${(theirs / ours).toFixed(1)} ×`];
});

const markdown = `## The two engines

One check by the compiled tables and by the list of rules, with ids that are hashed for the first time. Medians of ${ROUNDS}
rounds in turns. Neither gives a trace here; one costs the rules more.

${table(['check', 'members', 'tables', 'rules', 'rules / tables'], rows)}`;
writeSection('engines', markdown);
console.log(markdown);

function rulesOn(snapshot) {
  const run = (questions) => {
    let allowed = 0;
    for (let at = 0; at < questions.length; at++) if (check(snapshot, questions[at], NOW)) allowed++;
    return allowed;
  };
  return { name: 'rules', run };
}
