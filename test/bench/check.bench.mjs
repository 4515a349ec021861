/**
 * One check after another, over NATS and over HTTP, each beside a reference in the same run: the plain NATS client with
 * an echo, and a bare HTTP server with an echo. The ratios mean something on a noisy machine, the rates do not.
 */
import { once } from 'node:events';
import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { evaluateCheck } from '@roster/contracts';
import { findNatsServer, freePort, startNats, startSystem } from '@roster/deploy';
import { Bus, createLogger, RpcClient } from '@roster/service-kit';

const SECONDS = 5;
const IN_FLIGHT = [1, 16, 128];
const PASSWORD = 'a long sentence that nobody guesses';

const dir = await mkdtemp(join(tmpdir(), 'roster-bench-'));
await chmod(dir, 0o755);
const undo = [() => rm(dir, { recursive: true, force: true })];
try {
  const port = await freePort();
  const system = await startSystem({
    dir,
    port,
    say: () => undefined,
    env: { RATE_LIMITS: 'false', LOG_LEVEL: 'warn' },
  });
  undo.push(() => system.stop());
  const { token, accountId, memberId } = await openAccount(system);
  const question = { accountId, memberId, permission: 'campaigns:publish' };

  const seed = system.secrets.seeds.service;
  const bus = await Bus.connect({
    servers: system.nats.url,
    caller: 'service',
    nkeySeed: seed,
    logger: createLogger('bench', 'silent'),
  });
  undo.push(() => bus.drain());
  const rpc = new RpcClient(bus);
  const overNats = async () => {
    const { allowed } = await rpc.call(evaluateCheck, question);
    if (!allowed) throw new Error('The owner may publish: the answer is wrong');
  };

  const echoNats = await startNats({
    binary: await findNatsServer(join(import.meta.dirname, '../../.roster')),
    dir: join(dir, 'echo'),
  });
  undo.push(() => echoNats.stop());
  const [asker, answerer] = await Promise.all(
    [1, 2].map(() => connect({ servers: echoNats.url, noAsyncTraces: true })),
  );
  undo.push(
    () => asker.close(),
    () => answerer.close(),
  );
  answerer.subscribe('echo', { callback: (_, message) => message.respond(message.data) });
  const payload = JSON.stringify(question);
  const rawNats = async () => void (await asker.request('echo', payload, { timeout: 3_000 })).json();

  const body = JSON.stringify({ checks: [{ memberId, permission: 'campaigns:publish' }] });
  const overHttp = poster(
    `${system.url}/v1/checks`,
    body,
    { authorization: `Bearer ${token}` },
    ({ results }) => results[0].allowed,
  );
  const bare = createServer((incoming, response) => incoming.pipe(response));
  await once(bare.listen(0, '127.0.0.1'), 'listening');
  undo.push(() => bare.close());
  const bareHttp = poster(`http://127.0.0.1:${bare.address().port}/`, body, {}, ({ checks }) => checks.length === 1);

  console.log('in flight │ NATS echo/s │ check/s │ ratio │ HTTP echo/s │ check/s │ ratio');
  for (const inFlight of IN_FLIGHT) {
    const [echo, check, plain, door] = [
      await rate(rawNats, inFlight),
      await rate(overNats, inFlight),
      await rate(bareHttp, inFlight),
      await rate(overHttp, inFlight),
    ];
    const cells = [inFlight, echo, check, (check / echo).toFixed(2), plain, door, (door / plain).toFixed(2)];
    console.log(cells.map((cell, i) => String(cell).padStart([9, 11, 7, 5, 11, 7, 5][i])).join(' │ '));
  }
} finally {
  for (const step of undo.toReversed()) await step();
}

async function rate(work, inFlight) {
  await work();
  const end = performance.now() + SECONDS * 1_000;
  let done = 0;
  const loop = async () => {
    while (performance.now() < end) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
  return Math.round(done / SECONDS);
}

function poster(url, body, headers, isRight) {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  undo.push(() => agent.destroy());
  const options = { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } };
  return () =>
    new Promise((resolve, reject) => {
      const outgoing = request(url, options, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = JSON.parse(Buffer.concat(chunks).toString());
          return isRight(answer) ? resolve() : reject(new Error(`A wrong answer: ${JSON.stringify(answer)}`));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}

async function openAccount(system) {
  const post = async (path, json) => {
    const response = await fetch(system.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
    return response.status === 204 ? undefined : response.json();
  };
  const owner = { email: 'olivia@example.com', password: PASSWORD, firstName: 'Olivia', lastName: 'Owner' };
  await post('/v1/accounts', { name: 'Acme', preset: 'ortto', planId: 'team', owner });
  let mails = [];
  while (mails.length === 0) mails = await (await fetch(system.mail.apiUrl)).json();
  await post('/v1/email-verifications', { token: /#token=([\w-]+)/.exec(mails[0].text)[1] });
  const { token, account, member } = await post('/v1/sessions', { email: owner.email, password: PASSWORD });
  return { token, accountId: account.id, memberId: member.id };
}
