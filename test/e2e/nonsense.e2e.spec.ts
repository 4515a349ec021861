import { beforeAll, describe, expect, it } from '@jest/globals';
import { allRpcs } from '@roster/contracts';
import { randomUUID } from 'node:crypto';
import { routeTable } from '../../apps/gateway/src/routes/route-table.js';
import type { OpenApi } from '../harness/answers.js';
import { Api, type Answer } from '../harness/api.js';
import { NONSENSE, NONSENSE_TEXTS, PlausibleBodies, placesIn, replacedAt } from '../harness/nonsense.js';
import { address, openAccount, PASSWORD, roleId, signIn, succeeded, type Person } from '../harness/people.js';
import { LONG, runs } from '../harness/scale.js';
import { sharedSystem, type Roster } from '../harness/system.js';

const AT_ONCE = 8;
/** Of the sample, so that each route and each kind of nonsense has its turn in every run. */
const CASES = runs(600);

/** Its answer does not end. */
const ENDLESS = '/v1/events';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: object }>> };
}

interface Case {
  readonly method: string;
  readonly path: string;
  readonly target: string;
  readonly body?: unknown;
}

const filled = (path: string, value: (name: string) => string = () => randomUUID()) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => value(name));

/** Requests in which one thing is not what the operation asks for. */
function* casesOf(method: string, path: string, operation: Operation, bodies: PlausibleBodies): Generator<Case> {
  const target = filled(path);
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  const plausible = schema ? bodies.of(schema) : [];
  const first = schema ? { body: plausible[0] } : {};
  for (const body of plausible) {
    for (const place of placesIn(body)) {
      for (const value of NONSENSE) yield { method, path, target, body: replacedAt(body, place, value) };
    }
  }
  for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
    for (const text of NONSENSE_TEXTS) {
      const nonsense = filled(path, (each) => (each === name ? text : randomUUID()));
      yield { method, path, target: nonsense, ...first };
    }
  }
  const named = (operation.parameters ?? []).flatMap((each) => (each.in === 'query' ? [each.name] : []));
  for (const name of [...named, 'unknown']) {
    for (const text of NONSENSE_TEXTS) yield { method, path, target: `${target}?${name}=${text}`, ...first };
    yield { method, path, target: `${target}?${name}=x&${name}=1&${name}[]=2`, ...first };
  }
}

/** Not so many, and always the same: spread over all by a step that has no part in common with their number. */
function sample<T>(all: readonly T[], wanted: number): T[] {
  if (LONG || wanted >= all.length) return [...all];
  const step = all.length / wanted;
  return Array.from({ length: wanted }, (_, index) => all[Math.floor(index * step)]!);
}

describe('whatever is sent in place of what the API asks for', () => {
  let roster: Roster;
  let owner: Person;
  let all: Case[];
  /** By route: the owner, with the proof that it wants. */
  let clientOf: (sent: Case) => Api;

  beforeAll(async () => {
    roster = sharedSystem();
    owner = await openAccount(roster, { planId: 'business' });
    const document = (await roster.api.get('/openapi.json')).body as OpenApi;
    const bodies = new PlausibleBodies(document, {
      email: address('nonsense'),
      password: PASSWORD,
      currentPassword: 'a password that is wrong',
      memberId: owner.memberId,
      accountId: owner.accountId,
      roleId: await roleId(owner, 'Editor'),
      permission: 'campaigns:view',
      preset: 'ortto',
      planId: 'free',
      grants: { 'reports:view': true },
      domain: 'nonsense.example',
      issuer: 'https://accounts.google.com',
      at: new Date().toISOString(),
    });
    all = Object.entries(document.paths)
      .filter(([path]) => path !== ENDLESS)
      .flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, operation]) => [
          ...casesOf(method.toUpperCase(), path, operation as unknown as Operation, bodies),
        ]),
      );
    clientOf = await clients(roster, owner);
  });

  /** A busy machine may be late. What was late is asked again, since what counts is how it is answered. */
  async function answerTo(sent: Case): Promise<Answer> {
    for (;;) {
      const answer = await clientOf(sent).send(sent.method, sent.target, sent.body);
      if (answer.body?.code !== 'service.timeout') return answer;
    }
  }

  it('is answered, or refused with a problem that has a code, and never fails', async () => {
    const faults: string[] = [];
    const cases = sample(all, CASES).values();
    const worker = async () => {
      for (const sent of cases) {
        const fault = faultIn(await answerTo(sent));
        if (fault) faults.push(`${sent.method} ${sent.target} ${JSON.stringify(sent.body)}: ${fault}`.slice(0, 600));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(faults).toEqual([]);
    // The sessions have outlived it, so all of that was asked for by somebody.
    for (const client of new Set(all.map(clientOf))) succeeded(await client.get('/v1/me'));
  });

  it('is refused with 422 where a number is not written in decimal digits', async () => {
    const limited = all.filter(({ target }) => /\?(?:limit|after|ifVersion)=(?:0x10|1e2|-1|x)?$/.test(target));
    expect(limited.length).toBeGreaterThan(20);
    const statuses = await Promise.all(
      limited.map(async (sent) => [sent.target, (await clientOf(sent).send(sent.method, sent.target)).status]),
    );
    expect(statuses.filter(([, status]) => status !== 422)).toEqual([]);
  });
});

function faultIn({ status, headers, body }: Awaited<ReturnType<Api['send']>>): string | undefined {
  // A number in place of `atLeast` can be a version that is still to come.
  if (status >= 500 && body?.code !== 'check.stale') return `${status} ${JSON.stringify(body)}`;
  if (status < 400) return undefined;
  const isProblem =
    headers.get('content-type')?.startsWith('application/problem+json') && /^[\w-]+\.[\w-]+$/.test(body.code);
  return isProblem ? undefined : `${status} without a code: ${JSON.stringify(body)}`;
}

/** A session for each kind of proof that a route may want, so that none takes another's place. */
async function clients({ api, mail }: Roster, { email }: Person): Promise<(sent: Case) => Api> {
  const proofs = new Map(allRpcs().map(({ subject, freshProof }) => [subject, freshProof]));
  const subjects = new Map(
    routeTable().map(({ method, path, subject }) => [`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`, subject]),
  );
  const sessions = new Map<string, Api>();
  for (const purpose of new Set([...proofs.values()].map((proof) => proof ?? 'sign-in'))) {
    const { api: signedIn } = await signIn({ api, mail }, email);
    const proof = { password: PASSWORD, purpose };
    const proved = purpose !== 'sign-in' && succeeded(await signedIn.post('/v1/sessions/reauthentication', proof));
    sessions.set(purpose, api.as(proved ? proved.body.token : signedIn.token));
  }
  return ({ method, path }) => {
    const subject = subjects.get(`${method} ${path}`);
    return sessions.get((subject && proofs.get(subject)) || 'sign-in')!;
  };
}
