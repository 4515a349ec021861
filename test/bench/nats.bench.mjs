/**
 * Checks over NATS, each question a message and coalesced, beside what a message costs without us: the client library with
 * nothing around it, and Nest's own transport. Asker, answerer and server are processes of their own.
 */
import { join } from 'node:path';
import { allRights, findNatsServer, natsConfig, publicKeys, startNats } from '@roster/deploy';
import { openProduct } from './doors/product.mjs';
import { inTurns, start, withSystem } from './doors/processes.mjs';
import { table, writeSection } from './table.mjs';

const IN_FLIGHT = [1, 16, 128];
const [ROUNDS, SECONDS] = process.argv.includes('--quick') ? [1, 1] : [5, 2];
const WAYS = ['raw', 'nest', 'single', 'coalesced'];

await withSystem(async ({ system, dir, undo }) => {
  const { accountId, questions } = await openProduct(system);
  const binary = await findNatsServer(join(import.meta.dirname, '../../.roster'));
  const { seeds } = system.secrets;
  // Users and rights cost the server something, for the references as for ours.
  const config = (settings) => natsConfig({ ...settings, keys: publicKeys(seeds), rights: allRights() });
  const reference = await startNats({ binary, dir: join(dir, 'reference'), config });
  undo(() => reference.stop());
  for (const kind of ['raw', 'nest'])
    await start('nats-echo.mjs', { kind, url: reference.url, seed: seeds.access }, undo);
  const addresses = { referenceUrl: reference.url, systemUrl: system.nats.url, seed: seeds.service };
  const asker = await start('nats-asker.mjs', { ...addresses, accountId, questions }, undo);

  const { result: checked } = await asker.ask({ way: 'check' });
  for (const way of WAYS) await asker.ask({ way, inFlight: 64, seconds: Math.min(SECONDS, 2) });
  const rows = [];
  for (const inFlight of IN_FLIGHT) {
    const rates = await inTurns(WAYS, ROUNDS, async (way) => {
      const { result } = await asker.ask({ way, inFlight, seconds: SECONDS });
      return result;
    });
    const times = (way) => `${(rates[way] / rates.raw).toFixed(2)} ×`;
    const ours = ['single', 'coalesced'].flatMap((way) => [Math.round(rates[way]), times(way)]);
    rows.push([inFlight, Math.round(rates.raw), Math.round(rates.nest), times('nest'), ...ours]);
    console.log(rows.at(-1).join('\t'));
  }
  const head = ['in flight', 'limit', 'Nest', 'of it', 'ours, a message each', 'of it', 'ours, coalesced', 'of it'];
  writeSection('nats', [text(checked), table(head, rows)].join('\n\n'));
});

function text(checked) {
  return `## Over NATS

Checks a second. _Limit_ is the NATS client with one inbox for all replies, a map of who waits and no timer, answered by a
plain subscription that parses the question and sends an answer made beforehand; _Nest_ its own transport with a handler that
does as little; both on a server of their own with Roster's users and rights. Ours asks a whole Roster as another service does: in messages of one check each, and with \`RosterClient\`,
which puts checks that are asked at the same time into one message. All ${checked} questions were asked of each, and every
answer of the run was compared with what it must be.

Goal: at least 0.8 of the limit with a message each, and 3 times the limit coalesced.`;
}
