/**
 * Checks over HTTP, one at a time and 50 at once, beside what a request costs without us (Node's server, Fastify, Nest on
 * Fastify) and beside another decision point with the same product. Servers and asker are processes of their own.
 */
import { cerbosRequest, startCerbos } from './doors/cerbos.mjs';
import { openProduct } from './doors/product.mjs';
import { inTurns, start, withSystem } from './doors/processes.mjs';
import { table, writeSection } from './table.mjs';

const BATCH = 50;
const CONNECTIONS = [1, 16, 64];
const [ROUNDS, SECONDS] = process.argv.includes('--quick') ? [1, 1] : [3, 2];

await withSystem(async ({ system, dir, undo }) => {
  const { token, questions } = await openProduct(system);
  const batches = batchesOf(questions);
  const cerbosUrl = await startCerbos(dir, questions, undo);
  const targets = {};
  for (const kind of ['http', 'fastify', 'nest']) {
    const { ready } = await start('http-server.mjs', { kind }, undo);
    const url = `http://127.0.0.1:${ready.port}/`;
    const [one, many] = [
      { decision: true },
      { evaluations: Array.from({ length: BATCH }, () => ({ decision: true })) },
    ];
    targets[kind] = { url, requests: questions.map((each) => ({ ...evaluation(each), answer: one })) };
    targets[`${kind} ${BATCH}`] = { url, requests: batches.map((each) => ({ ...evaluations(each), answer: many })) };
  }
  const headers = { authorization: `Bearer ${token}` };
  const ours = (path, requests) => ({ url: system.url + path, headers, requests });
  targets.roster = ours('/access/v1/evaluation', questions.map(evaluation));
  targets[`roster ${BATCH}`] = ours('/access/v1/evaluations', batches.map(evaluations));
  targets[`checks ${BATCH}`] = ours('/v1/checks', batches.map(checks));
  targets.cerbos = { url: cerbosUrl, requests: questions.map((question) => cerbosRequest([question])) };
  targets[`cerbos ${BATCH}`] = { url: cerbosUrl, requests: batches.map(cerbosRequest) };

  const names = Object.keys(targets);
  const asker = await start('http-asker.mjs', { targets }, undo);
  for (const name of names) await asker.ask({ check: name });
  for (const target of names) await asker.ask({ target, connections: 16, seconds: 2 });
  const [single, batch] = [[], []];
  for (const connections of CONNECTIONS) {
    const rates = await inTurns(names, ROUNDS, async (target) => {
      const { result } = await asker.ask({ target, connections, seconds: SECONDS });
      return result;
    });
    single.push([connections, ...row(rates, ['http', 'fastify', 'nest', 'roster', 'cerbos'])]);
    batch.push([
      connections,
      ...row(
        rates,
        ['http', 'fastify', 'nest', 'roster', 'checks', 'cerbos'].map((name) => `${name} ${BATCH}`),
      ),
    ]);
    console.log(single.at(-1).join('\t'), '\n', batch.at(-1).join('\t'));
  }
  writeSection('http', text(questions.length, single, batch));
});

/** Rates, and how many times Fastify's and Cerbos's ours is. */
function row(rates, names) {
  const of = (name) => rates[names.find((each) => each.startsWith(name))];
  const times = (other) => `${(of('roster') / of(other)).toFixed(2)} ×`;
  return [...names.map((name) => Math.round(rates[name])), times('fastify'), times('cerbos')];
}

/** Fifty questions about one member each: the most that a decision point takes at once by its own settings. */
function batchesOf(questions) {
  const members = [...new Set(questions.map(({ memberId }) => memberId))];
  return members.map((id) => {
    const own = questions.filter(({ memberId }) => memberId === id);
    return Array.from({ length: BATCH }, (_, at) => own[at % own.length]);
  });
}

function evaluation(question) {
  return { body: JSON.stringify(entitiesOf(question)), answer: { decision: question.allowed } };
}

function evaluations(questions) {
  return {
    body: JSON.stringify({ evaluations: questions.map(entitiesOf) }),
    answer: { evaluations: questions.map(({ allowed }) => ({ decision: allowed })) },
  };
}

function checks(questions) {
  return {
    body: JSON.stringify({ checks: questions.map(({ memberId, permission }) => ({ memberId, permission })) }),
    answer: { results: questions.map(({ allowed }) => ({ allowed })) },
  };
}

function entitiesOf({ memberId, feature, action }) {
  return {
    subject: { type: 'member', id: memberId },
    resource: { type: feature, id: 'any' },
    action: { name: action },
  };
}

function text(count, single, batch) {
  return `## Over HTTP

Requests a second on kept-alive connections. _http_, _Fastify_ and _Nest_ (on Fastify) read the same question and answer with
a decision made beforehand: what a request costs with no decision in it. _Roster_ is a whole one behind its gateway, asked
as somebody who is signed in: session, limits, security headers, request id, body checked for duplicate keys. _Cerbos_
(its server from the npm package \`cerbos\`, policies for the same roles and actions, audit and telemetry off) is asked the
same questions; it is told the roles of who asks, Roster looks them up. All ${count} questions were asked of each, and every answer of
the run was compared with what it must be.

Goal: at least 0.7 of Fastify, and ahead of Cerbos.

One decision a request (\`POST /access/v1/evaluation\`):

${table(['connections', 'http', 'Fastify', 'Nest', 'Roster', 'Cerbos', 'of Fastify', 'of Cerbos'], single)}

${BATCH} decisions a request (\`POST /access/v1/evaluations\`; _checks_ is \`POST /v1/checks\`):

${table(['connections', 'http', 'Fastify', 'Nest', 'Roster', 'checks', 'Cerbos', 'of Fastify', 'of Cerbos'], batch)}`;
}
