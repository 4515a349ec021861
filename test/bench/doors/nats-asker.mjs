/** Asks over NATS, in four ways, and checks every answer. Told `{ way, inFlight, seconds }`, it tells the answers a second. */
import { Bus, RosterClient, RpcClient } from '@roster/client';
import { connect, nkeyAuthenticator, nuid } from '@nats-io/transport-node';
import { evaluateCheck, filterChecks, inboxPrefix } from '@roster/contracts';
import { ClientNats } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { settings } from './settings.mjs';

const { referenceUrl, systemUrl, seed, accountId, questions } = await settings();
const quiet = { debug() {}, info() {}, warn() {}, error: console.error, fatal: console.error };

// A server with the same users and rights as Roster's, where only the echoes answer.
const options = {
  servers: [referenceUrl],
  noAsyncTraces: true,
  inboxPrefix: inboxPrefix('service'),
  authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
};
const plain = await connect(options);
const nest = new ClientNats(options);
await nest.connect();
const bus = await Bus.connect({ servers: systemUrl, caller: 'service', nkeySeed: seed, logger: quiet });
const rpc = new RpcClient(bus);
const roster = new RosterClient(rpc);

/** One inbox, a map of who waits, no timer: the least that a request can be. */
function rawAsker() {
  const waiting = new Map();
  const inbox = `${inboxPrefix('service')}.${nuid.next()}`;
  plain.subscribe(`${inbox}.*`, {
    callback: (_, message) => {
      const token = message.subject.slice(inbox.length + 1);
      const resolve = waiting.get(token);
      waiting.delete(token);
      resolve(message.json());
    },
  });
  let asked = 0;
  return (question) =>
    new Promise((resolve) => {
      const token = (asked++).toString(36);
      waiting.set(token, resolve);
      plain.publish(evaluateCheck.subject, JSON.stringify(question), { reply: `${inbox}.${token}` });
    });
}

const ways = {
  raw: rawAsker(),
  nest: (question) => lastValueFrom(nest.send(filterChecks.subject, question)),
  single: (question) => rpc.call(evaluateCheck, question),
  coalesced: (question) => roster.check(question),
};

/** The echoes answer everybody with the same decision. */
const isEcho = (way) => way === 'raw' || way === 'nest';

async function ask(way, index) {
  const { memberId, permission, allowed } = questions[index % questions.length];
  const answer = await ways[way]({ accountId, memberId, permission });
  if (answer.allowed !== (isEcho(way) || allowed)) {
    throw new Error(`${way}: ${permission} of ${memberId} is answered ${JSON.stringify(answer)}`);
  }
}

async function rate(way, inFlight, seconds) {
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  let next = 0;
  const loop = async () => {
    while (performance.now() < end) await ask(way, next++);
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
  return (next * 1_000) / (performance.now() - begun);
}

/** Each question once, by each way. */
async function check() {
  for (const way of Object.keys(ways)) {
    let next = 0;
    const loop = async () => {
      while (next < questions.length) await ask(way, next++);
    };
    await Promise.all(Array.from({ length: 64 }, loop));
  }
  return questions.length;
}

process.on('message', ({ way, inFlight, seconds }) => {
  const work = way === 'check' ? check() : rate(way, inFlight, seconds);
  work.then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.stack }),
  );
});
process.send({ ready: true });
