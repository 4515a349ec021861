/**
 * Sign-ins over HTTP, beside their floor: the one hash of Argon2id that each must cost. And what the others feel of it, since
 * a hash that ran on the event loop would hold up everything that identity does.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOwner } from './doors/product.mjs';
import { start, withSystem } from './doors/processes.mjs';
import { table, writeSection } from './table.mjs';

/** Those of `apps/identity/src/passwords`: a hash that is stored names them. */
const COSTS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CONNECTIONS = [1, 4, 16];
const [ROUNDS, SECONDS] = process.argv.includes('--quick') ? [1, 1] : [3, 4];

await withSystem(async ({ system, dir, undo }) => {
  const { token, email, password } = await openOwner(system);
  const session = { url: `${system.url}/v1/sessions`, method: 'POST' };
  const targets = {
    right: { ...session, body: { email, password }, status: 201 },
    wrong: { ...session, body: { email, password: 'not the right one' }, status: 401 },
    unknown: { ...session, body: { email: 'nobody@example.com', password }, status: 401 },
    me: { url: `${system.url}/v1/me`, method: 'GET', headers: { authorization: `Bearer ${token}` }, status: 200 },
  };
  const floor = await start('argon2-floor.mjs', { costs: COSTS, password }, undo);
  const asker = await start('sign-in-asker.mjs', { targets }, undo);
  const bystander = await start('sign-in-asker.mjs', { targets }, undo);
  const measure = async (of, connections, seconds = SECONDS) =>
    (await (of === 'floor' ? floor : asker).ask({ target: of, connections, seconds })).result;

  for (const name of ['floor', 'right', 'wrong', 'me']) await measure(name, 4, 1);
  const rows = [];
  for (const connections of CONNECTIONS) {
    const results = { floor: [], right: [], wrong: [], unknown: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of Object.keys(results)) results[name].push(await measure(name, connections));
    }
    rows.push(row(connections, results));
    console.log(rows.at(-1).join('\t'));
  }

  const lag = lagOf(dir);
  const felt = [];
  for (const [name, load] of [
    ['nobody else there', undefined],
    ['16 signing in', { target: 'right', connections: 16 }],
  ]) {
    await lag();
    const loaded = load && asker.ask({ ...load, seconds: SECONDS });
    const { result } = await bystander.ask({ target: 'me', connections: 1, seconds: SECONDS });
    await loaded;
    felt.push([name, Math.round(result.rate), `${result.p50} ms`, `${result.p99} ms`, ...(await lag())]);
    console.log(felt.at(-1).join('\t'));
  }
  writeSection('sign-in', text(rows, felt));
});

/** Medians of the rounds. A refusal costs two hashes, whoever it is for, so its floor is half of the other. */
function row(connections, results) {
  const median = (name, what) => results[name].map((each) => each[what]).toSorted((a, b) => a - b)[ROUNDS >> 1];
  const of = (name) => median(name, 'rate');
  const latency = (name) => `${median(name, 'p50')} / ${median(name, 'p99')}`;
  return [
    connections,
    of('floor').toFixed(1),
    latency('floor'),
    of('right').toFixed(1),
    latency('right'),
    `${(of('right') / of('floor')).toFixed(2)} ×`,
    of('wrong').toFixed(1),
    of('unknown').toFixed(1),
    `${((2 * of('wrong')) / of('floor')).toFixed(2)} ×`,
  ];
}

/** How long identity's event loop was held up since it was last asked: the 99th percentile and the most. */
function lagOf(dir) {
  const ports = JSON.parse(readFileSync(join(dir, 'ports.json'), 'utf8'));
  return async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${ports['identity-admin']}/metrics`)).text();
    const read = (name) =>
      Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds\\{.*\\} (\\S+)$`, 'm').exec(metrics)[1]);
    return ['p99', 'max'].map((name) => `${(read(name) * 1_000).toFixed(0)} ms`);
  };
}

function text(rows, felt) {
  const head = ['at once', 'hashes/s', 'p50 / p99 ms', 'sign-ins/s', 'p50 / p99 ms', 'of floor'];
  const refused = ['wrong/s', 'unknown/s', 'two hashes, of floor'];
  return `## Signing in

\`POST /v1/sessions\` with limits off, beside the **floor**: Argon2id (19 MiB, two passes, one lane) verified by the same
library in a process of its own, with nothing around it. A sign-in costs one hash, a refusal always two, so that it takes as
long for an address that nobody has. Client, gateway, identity, bus and database share the machine's cores with the hashes.

${table([...head, ...refused], rows)}

What others feel of it: \`GET /v1/me\`, one after the other, which identity answers too, and how late identity's event loop was
(its timer alone is up to 10 ms late).

${table(['meanwhile', 'answers/s', 'p50', 'p99', 'event loop p99', 'event loop most'], felt)}`;
}
