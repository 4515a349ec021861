import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPONENTS, freePort, SERVICES } from '@roster/deploy';
import { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figures.js';
import { Mailbox } from '../harness/mail.js';
import { openAccount, PASSWORD, roleId } from '../harness/people.js';
import { isAlive, processesOn, processOn, Runner } from '../harness/runner.js';

/** Postgres, NATS and the mail catcher. */
const SERVERS = 3;

/** The one command: it starts everything, stops everything, and heals by itself. Each test goes on where the one before ended. */
describe.each([
  { processes: 'one', own: 1, logOf: () => 'roster', crashing: 'roster' },
  { processes: 'all', own: COMPONENTS.length, logOf: (service: string) => service, crashing: 'billing' },
])('npm start with ROSTER_PROCESSES=$processes', ({ processes, own, logOf, crashing }) => {
  let dir: string;
  let port: number;
  let runner: Runner;
  let email: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'roster-runner-'));
    await chmod(dir, 0o755); // Run by root, Postgres is another user and has to get in.
    port = await freePort();
  });

  afterAll(async () => {
    await runner?.end();
    await rm(dir, { recursive: true, force: true });
  });

  const start = async () => {
    const begun = performance.now();
    // `one` is the default.
    runner = new Runner({ dir, port, ...(processes === 'all' && { processes }) });
    await runner.ready();
    return (performance.now() - begun) / 1000;
  };

  const url = () => `http://localhost:${port}`;
  const health = async () => (await fetch(`${url()}/health/ready`)).status;
  const signIn = () => new Api(url()).post('/v1/sessions', { email, password: PASSWORD });

  /** When a service said that it stops, and that it has stopped; in milliseconds, or NaN where it never did. */
  const stopOf = async (service: string) => {
    const log = await readFile(join(dir, 'logs', `${logOf(service)}.log`), 'utf8');
    const said = (message: string) =>
      Date.parse(new RegExp(`"time":"([^"]+)","service":"${service}".*"msg":"${message}"`).exec(log)?.[1] ?? 'never');
    return { begun: said('stopping'), done: said('stopped') };
  };

  it('gets ready, and says where everything is', async () => {
    figure(`${processes}: first start, built and installed`, { s: await start() });
    expect(await health()).toBe(200);
    expect(runner.output).toContain(url());
    expect(runner.output).toContain(`${url()}/docs`);
    const mailPage = /Mails +(\S+)/.exec(runner.output)?.[1] ?? '';
    expect((await fetch(mailPage, { headers: { accept: 'text/html' } })).status).toBe(200);
    expect(processesOn(dir).filter(isAlive)).toHaveLength(SERVERS + own);
    const mail = new Mailbox(`${mailPage}/api/email`);
    email = (await openAccount({ api: new Api(url()), mail })).email;
  });

  it('stops everything in order at SIGTERM and leaves no process behind', async () => {
    const pids = processesOn(dir);
    const begun = performance.now();
    expect(await runner.end('SIGTERM')).toEqual({ code: 0, signal: null });
    figure(`${processes}: stop`, { s: (performance.now() - begun) / 1000 });
    await everythingIsGone(pids);
    expect(processesOn(dir)).toEqual([]);
    const gateway = await stopOf('gateway');
    for (const name of SERVICES.filter((service) => service !== 'gateway')) {
      const { begun: stopping, done } = await stopOf(name);
      // The door is closed before anything behind it goes away.
      expect({ name, afterTheGateway: stopping >= gateway.done, done: done >= stopping }).toEqual({
        name,
        afterTheGateway: true,
        done: true,
      });
    }
  });

  it('has at the next start what was stored', async () => {
    figure(`${processes}: second start`, { s: await start() });
    expect((await signIn()).status).toBe(201);
  });

  it('starts again what ends unasked, and says why', async () => {
    const before = processOn(dir, crashing);
    process.kill(before, 'SIGKILL');
    await eventually('it to be back', async () => runner.output.includes(`${crashing} is back`) || undefined);
    expect(runner.output).toContain(`· ${crashing} ended unasked (SIGKILL). It is started again in 0.5 s.`);
    expect(processOn(dir, crashing)).not.toBe(before);
    await eventually('the system to be ready', async () => (await health()) === 200 || undefined);
    expect((await signIn()).status).toBe(201);
  });

  it('heals after a SIGKILL of the runner', async () => {
    const pids = processesOn(dir);
    await runner.end('SIGKILL');
    figure(`${processes}: start after SIGKILL`, { s: await start() });
    expect(await health()).toBe(200);
    const session = await signIn();
    expect(session.status).toBe(201);
    const owner = {
      api: new Api(url(), session.body.token),
      email,
      memberId: session.body.member.id,
      accountId: session.body.account.id,
    };
    expect(await roleId(owner, 'Admin')).toEqual(expect.any(String));
    await everythingIsGone(pids);
    expect(processesOn(dir).filter(isAlive)).toHaveLength(SERVERS + own);
  });

  it.each([
    ['on the same folder', async () => ({ dir, port: await freePort() }), /already runs on/],
    ['on the same port', async () => ({ dir: join(dir, 'second'), port }), /Port \d+ is taken/],
    ['in a way that is none', async () => ({ dir, port, processes: 'two' }), /ROSTER_PROCESSES is two/],
  ])('refuses a second start %s in one message, with exit code 1', async (_, settings, message) => {
    const second = new Runner(await settings());
    expect((await second.ended).code).toBe(1);
    expect(second.output).toMatch(message);
    expect(second.output.match(/✘/g)).toHaveLength(1);
    expect(second.output).not.toMatch(/\n\s+at /);
    expect(await health()).toBe(200);
  });
});

const everythingIsGone = (pids: readonly number[]) =>
  eventually('all processes to end', async () => pids.every((pid) => !isAlive(pid)) || undefined);
