import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { setMemberRoles } from '@roster/contracts';
import type { Answer } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { figure, percentile } from '../harness/figures.js';
import { address, colleague, openAccount, PASSWORD, roleId, unique, type Person } from '../harness/people.js';
import { behind } from '../harness/projections.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';

/** Milliseconds: long enough for many failing attempts to reconnect. */
const OUTAGE = 5_000;

let roster: OwnSystem;
let owner: Person;
let editor: Person;
/** How often the editor's roles were changed. */
let roleChanges = 0;

beforeAll(async () => {
  roster = await ownSystem({ processes: 'all' });
  owner = await openAccount(roster, { planId: 'business' });
  editor = await colleague(roster, owner);
});

afterAll(() => roster?.remove());

const pids = () => roster.system.services.map(({ name, pid }) => `${name} ${pid}`);
const health = async () => (await roster.api.get('/health/ready')).status;
const until = (status: number) =>
  eventually(`/health/ready to say ${status}`, async () => (await health()) === status || undefined);

/** P15. */
describe('while the bus is away', () => {
  it('answers 503 with Retry-After at once, and works again by itself when the bus is back', async () => {
    const all = Object.entries(await kinds());
    const before = pids();
    const latencies: number[] = [];
    const timed = async (ask: () => Promise<Answer>) => {
      const begun = performance.now();
      const answer = await ask();
      latencies.push(performance.now() - begun);
      return answer;
    };
    await roster.system.nats.kill();
    await eventually('the gateway to notice', async () => (await owner.api.get('/v1/me')).status === 503 || undefined);

    const outage = performance.now();
    while (performance.now() - outage < OUTAGE) {
      const answers = await Promise.all(all.map(async ([kind, ask]) => ({ kind, answer: await timed(ask) })));
      for (const { kind, answer } of answers) {
        expect({ kind, status: answer.status, code: answer.body.code }).toEqual({
          kind,
          status: 503,
          code: 'service.unavailable',
        });
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
      }
    }
    expect((await timed(() => roster.api.get('/health/ready'))).status).toBe(503);
    expect((await roster.api.get('/health/live')).status).toBe(200);

    const back = performance.now();
    await roster.system.nats.start();
    await eventually('a request to succeed', async () => (await owner.api.get('/v1/me')).status === 200 || undefined);
    const firstSuccess = (performance.now() - back) / 1000;
    await until(200);
    const ready = (performance.now() - back) / 1000;
    const sent = await owner.api.post('/v1/invitations', {
      emails: [address('after')],
      roleIds: [await roleId(owner, 'Editor')],
    });
    expect(sent.status).toBe(201);
    await roster.mail.next(sent.body.invitations[0].email);
    expect(pids()).toEqual(before);
    figure('P15 bus down', {
      'outage s': OUTAGE / 1000,
      errors: latencies.length,
      'p99 ms': percentile(latencies, 0.99),
      'max ms': Math.max(...latencies),
      'first success s': firstSuccess,
      'ready s': ready,
    });
  });

  it('lets no request in flight hang when the bus is killed under it', async () => {
    const latencies: number[] = [];
    const statuses = new Set<number>();
    const end = new AbortController();
    const clients = Array.from({ length: 8 }, async () => {
      while (!end.signal.aborted) {
        const begun = performance.now();
        const { status } = await owner.api.get('/v1/members');
        latencies.push(performance.now() - begun);
        statuses.add(status);
      }
    });
    await eventually('some answers', async () => latencies.length > 50 || undefined);
    await roster.system.nats.kill();
    const count = latencies.length;
    await eventually('answers without a bus', async () => latencies.length > count + 50 || undefined);
    end.abort();
    await Promise.all(clients);
    // Waiting in vain for an answer is another case: 504.
    expect([...statuses].toSorted()).toEqual([200, 503]);
    await roster.system.nats.start();
    await until(200);
    figure('P15 killed under load', { requests: latencies.length, 'max ms': Math.max(...latencies) });
  });
});

/** P3. */
describe('after JetStream was lost', () => {
  it('converges while the services run, and events flow on', async () => {
    await roster.system.service('notifications').stop();
    const emails = await invite(3);
    await loseStreams();
    const begun = performance.now();
    await roster.system.nats.start();
    await roster.system.service('notifications').start();
    await converged(emails);
    figure('P3 streams lost, services running', { 'converged s': (performance.now() - begun) / 1000 });
    await expectNothingDoubled(emails);

    const later = await invite(1);
    roleChanges += 1;
    await owner.api.put(`/v1/members/${editor.memberId}/roles`, { roleIds: [await roleId(owner, 'Read only')] });
    await converged(later);
    await expectNothingDoubled(later);
  });

  it('converges when everything was stopped', async () => {
    await roster.system.service('notifications').stop();
    const emails = await invite(2);
    const roleIds = [await roleId(owner, 'Contributor')];
    await roster.system.service('identity').stop();
    roleChanges += 1;
    await changeRolesOnTheBus(roleIds);
    expect(await behind(roster)).toContain('roles in identity');

    await Promise.all(roster.system.services.map((service) => service.stop()));
    await loseStreams();
    const begun = performance.now();
    await roster.system.nats.start();
    await Promise.all(roster.system.services.map((service) => service.start()));
    await converged(emails);
    figure('P3 streams lost, everything stopped', {
      'converged s, with the start of all services': (performance.now() - begun) / 1000,
    });
    await expectNothingDoubled(emails);
    expect((await owner.api.get(`/v1/members/${editor.memberId}`)).body.roles[0].name).toBe('Contributor');
  });
});

/** One request of each kind: public routes, reads, writes and checks of every service. */
const kinds = async (): Promise<Record<string, () => Promise<Answer>>> => {
  const role = await roleId(owner, 'Read only');
  const name = { firstName: 'Some', lastName: 'Body' };
  const token = 'x'.repeat(43);
  const checks = [{ memberId: owner.memberId, permission: 'campaigns:view' }];
  return {
    'sign-up': () =>
      roster.api.post('/v1/accounts', {
        name: unique('Acme'),
        preset: 'ortto',
        owner: { email: address('new'), password: PASSWORD, ...name },
      }),
    verification: () => roster.api.post('/v1/email-verifications', { token }),
    'sign-in': () => roster.api.post('/v1/sessions', { email: owner.email, password: PASSWORD }),
    look: () => roster.api.post('/v1/invitations/lookup', { token }),
    accept: () => roster.api.post('/v1/invitations/accept', { token, password: PASSWORD, ...name }),
    me: () => owner.api.get('/v1/me'),
    members: () => owner.api.get('/v1/members'),
    invitation: () => owner.api.post('/v1/invitations', { emails: [address('new')], roleIds: [role] }),
    roles: () => owner.api.get('/v1/roles'),
    'change of roles': () => owner.api.put(`/v1/members/${editor.memberId}/roles`, { roleIds: [role] }),
    revocation: () => owner.api.post(`/v1/members/${editor.memberId}/revoke`),
    check: () => owner.api.post('/v1/checks', { checks }),
    evaluation: () =>
      owner.api.post('/access/v1/evaluation', {
        subject: { type: 'member', id: owner.memberId },
        resource: { type: 'campaigns', id: 'any' },
        action: { name: 'view' },
      }),
    seats: () => owner.api.get('/v1/billing/seats'),
    deliveries: () => owner.api.get('/v1/notifications/deliveries'),
    'sign-out': () => owner.api.delete('/v1/sessions/current'),
  };
};

const invite = async (count: number): Promise<string[]> => {
  const emails = Array.from({ length: count }, (_, index) => address(`lost-${index}`));
  const sent = await owner.api.post('/v1/invitations', { emails, roleIds: [await roleId(owner, 'Editor')] });
  expect(sent.status).toBe(201);
  return emails;
};

const loseStreams = async () => {
  await roster.system.nats.stop();
  await rm(roster.system.nats.storeDir, { recursive: true, force: true });
};

const converged = async (emails: readonly string[]) => {
  await Promise.all(emails.map((email) => roster.mail.next(email)));
  await eventually('every event to have had its effect', async () => (await behind(roster)).length === 0 || undefined);
  await until(200);
};

const expectNothingDoubled = async (emails: readonly string[]) => {
  for (const email of emails)
    expect({ email, mails: (await roster.mail.to(email)).length }).toEqual({ email, mails: 1 });
  const { items } = (await owner.api.get('/v1/notifications/deliveries?limit=200')).body;
  const to = (wanted: (template: string) => boolean): string[] =>
    items.flatMap((mail: { recipient: string; template: string }) => (wanted(mail.template) ? [mail.recipient] : []));
  const once = to((template) => template !== 'roles-changed');
  expect(once.toSorted()).toEqual([...new Set(once)].toSorted());
  // One for each change, and some may still be on their way.
  expect(to((template) => template === 'roles-changed').length).toBeLessThanOrEqual(roleChanges);
  const { items: members } = (await owner.api.get('/v1/members?limit=200')).body;
  const [pool] = (await owner.api.get('/v1/billing/seats')).body.pools;
  const count = (status: string) => members.filter((member: { status: string }) => member.status === status).length;
  expect(pool).toMatchObject({ used: count('active'), reserved: count('invited') });
};

/** Calls as the gateway would; the gateway itself cannot read a session while identity is down. */
const changeRolesOnTheBus = (roleIds: string[]) => {
  const { accountId, memberId } = owner;
  const actor = { kind: 'session', memberId, userId: memberId, sessionId: memberId } as const;
  return roster.onBus(
    ({ call }) => call(setMemberRoles, { memberId: editor.memberId, roleIds }, { accountId, actor }),
    'gateway',
  );
};
