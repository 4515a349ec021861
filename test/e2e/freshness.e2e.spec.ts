import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../harness/api.js';
import { hold } from '../harness/administrator.js';
import { colleague, openAccount, roleId, succeeded, unique, type Person } from '../harness/people.js';
import { LONG } from '../harness/scale.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** An account that is never so old. */
const NEVER = '2147483647';
const at = (version: string) => ({ headers: { 'roster-at-least': version } });

/** A busy machine may say once more that it is late; never anything else. */
async function answered({ api }: Person, path: string, version: string): Promise<Answer> {
  for (;;) {
    const answer = await api.get(path, at(version));
    if (answer.body?.code !== 'check.stale') return answer;
  }
}

async function onceFresh<T>(read: () => Promise<T>): Promise<T> {
  let answer = await read();
  while (answer === 'check.stale') answer = await read();
  return answer;
}

/** It tells of each version as it comes, and never ends. */
const ENDLESS = '/v1/events';

/** P5, decision 28: no route answers from before the version that a request names. */
describe('Roster-At-Least', () => {
  let roster: Roster;
  let owner: Person;
  let member: Person;
  let roles: string[];

  beforeAll(async () => {
    roster = sharedSystem();
    owner = await openAccount(roster);
    member = await colleague(roster, owner);
    roles = [await roleId(owner, 'Editor'), await roleId(owner, 'Contributor')];
  });

  const setRoles = async (ids: readonly string[]) => {
    const answer = succeeded(await owner.api.put(`/v1/members/${member.memberId}/roles`, { roleIds: ids }));
    return answer.headers.get('roster-version') ?? '';
  };
  const shown = ({ body }: { body: { roles: { id: string }[] } }) => body.roles.map(({ id }) => id);
  const me = async (version: string) => {
    const answer = await member.api.get('/v1/me', at(version));
    return answer.status === 200 ? shown({ body: answer.body.member }) : answer.body.code;
  };
  const listed = async (version: string, query = '') => {
    const answer = await owner.api.get(`/v1/members?limit=200${query}`, at(version));
    if (answer.status !== 200) return answer.body.code;
    const row = answer.body.items.find(({ id }: { id: string }) => id === member.memberId);
    return row === undefined ? 'not listed' : shown({ body: row });
  };

  it('is held by every route that knows an account: 503 until the version is there, and never a 503 after', async () => {
    const version = await setRoles([roles[0] ?? '']);
    const document = (await roster.api.get('/openapi.json')).body;
    const reads = Object.entries<Record<string, { security?: object[] }>>(document.paths).flatMap(([path, { get }]) =>
      get?.security && get.security.length > 0 && path !== ENDLESS ? [path] : [],
    );
    expect(reads.length).toBeGreaterThan(30);
    const named = (path: string) => path.replace(/\{memberId\}/g, owner.memberId).replace(/\{\w+\}/g, randomUUID());
    const faults = await Promise.all(
      reads.map(async (path) => {
        const early = await owner.api.get(named(path), at(NEVER));
        const isStale = early.status === 503 && early.body.code === 'check.stale' && early.headers.has('retry-after');
        const late = await answered(owner, named(path), version);
        return isStale && late.status < 500 ? [] : [{ path, early: early.status, late: late.status }];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  it('is held by writes, which then change nothing', async () => {
    const before = (await owner.api.get('/v1/me')).body;
    for (const write of [
      await owner.api.send('PATCH', '/v1/me', { firstName: 'Too early' }, at(NEVER)),
      await owner.api.post('/v1/teams', { name: unique('Early') }, at(NEVER)),
    ]) {
      expect(write).toMatchObject({ status: 503, body: { code: 'check.stale' } });
    }
    expect((await owner.api.get('/v1/me')).body).toEqual(before);
  });

  it('is never answered from before a change of roles, alone or as a filter of the list', async () => {
    for (let round = 0; round < (LONG ? 50 : 10); round += 1) {
      const given = roles[round % 2] ?? '';
      const version = await setRoles([given]);
      const reads = [() => me(version), () => listed(version), () => listed(version, `&role=${given}`)];
      expect(await Promise.all(reads.map(onceFresh))).toEqual([[given], [given], [given]]);
    }
  });

  it('is refused while the copy that is shown is behind, and answered once it is not', async () => {
    const [before = '', after = ''] = roles;
    const first = await setRoles([before]);
    await onceFresh(() => me(first));
    const rows = await hold(
      roster,
      'identity',
      `select 1 from member_roles where member_id = '${member.memberId}' for update`,
    );
    try {
      const version = await setRoles([after]);
      expect(await Promise.all([me(version), listed(version)])).toEqual(['check.stale', 'check.stale']);
      expect((await member.api.get('/v1/me')).status).toBe(200);
      await rows.letGo();
      for (const read of [me, listed]) {
        expect(await onceFresh(() => read(version))).toEqual([after]);
      }
    } finally {
      await rows.letGo();
    }
  });

  it.each(['1e308', '2147483648', '99999999999', '-1', '1.5', 'x', '', '0x1'])(
    'is 422 where it is %j, which no account reaches',
    async (version) => {
      for (const path of ['/v1/me', '/v1/members', '/v1/roles', '/v1/billing/seats']) {
        expect(await owner.api.get(path, at(version))).toMatchObject({
          status: 422,
          body: { errors: [{ path: 'Roster-At-Least' }] },
        });
      }
    },
  );

  it.each([1e308, 2_147_483_648, -1, 1.5, 'x', null])('is 422 where a body says %j', async (atLeast) => {
    const checks = [{ memberId: owner.memberId, permission: 'campaigns:view' }];
    expect((await owner.api.post('/v1/checks', { checks, atLeast })).status).toBe(422);
    const evaluation = {
      subject: { type: 'member', id: owner.memberId },
      action: { name: 'view' },
      resource: { type: 'campaigns', id: '1' },
      atLeast,
    };
    expect((await owner.api.post('/access/v1/evaluation', evaluation)).status).toBe(400);
  });
});
