import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  identityActRecorded,
  listAudit,
  toAct,
  verifyAudit,
  type Act,
  type AuditAction,
  type AuditPage,
  type AuditQuery,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { envelopeOf, memberState } from '../../../../../test/access/people.js';
import { eventually } from '../../../../../test/harness/eventually.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

const list = (account: AccountDouble, query: AuditQuery = {}) =>
  world.rpc.call(listAudit, query, account.as(account.owner));
const verify = (account: AccountDouble) => world.rpc.call(verifyAudit, {}, account.as(account.owner));

async function presentVersion({ id }: AccountDouble): Promise<number> {
  const [row] = await world.query<{ version: number }>('select version::int from accounts where id = $1', [id]);
  return row?.version ?? 0;
}

describe('An act of which another service tells', () => {
  let account: AccountDouble;
  const told = (data: Partial<Act> = {}) =>
    toAct(
      { action: 'security-settings.changed', target: { type: 'account', id: account.id }, parts: [PART], ...data },
      {
        actor: { kind: 'session', memberId: account.owner, userId: uuidv7(), sessionId: uuidv7() },
        requestId: 'asked',
      },
      'identity',
    );
  const PART = { kind: 'security-settings', id: uuidv7(), before: { idleMinutes: 5 }, after: { idleMinutes: null } };

  /** Publishes the act as often as the stream may deliver it, and waits for its entry. */
  async function tell(data = told(), id = uuidv7()) {
    const envelope = { ...envelopeOf(account.state, memberState()), id, type: identityActRecorded.subject, data };
    for (let time = 0; time < 2; time += 1) await world.publish(envelope);
    return eventually('the entry', async () => {
      const [row] = await world.query<{ step: number }>('select step from changes where id = $1', [id]);
      return row;
    });
  }

  beforeEach(async () => {
    account = await world.account();
  });

  it('stands in the trail once, by who did it, and raises no version', async () => {
    const version = await presentVersion(account);
    const client = { address: '203.0.113.7', userAgent: 'Mozilla/5.0' };
    await tell({ ...told(), address: client.address, userAgent: client.userAgent });
    const { items } = await list(account, { action: ['security-settings.changed'] });
    expect(items).toEqual([
      expect.objectContaining({
        version,
        step: 1,
        actor: expect.objectContaining({ kind: 'member', id: account.owner }),
        summary: 'Ada Lovelace changed the security settings of the account',
        address: client.address,
        userAgent: client.userAgent,
        requestId: 'asked',
        parts: [PART],
      }),
    ]);
    await expect(presentVersion(account)).resolves.toBe(version);
    await expect(verify(account)).resolves.toMatchObject({ intact: true, checked: version + 1 });
  });

  it('is listed page by page with the changes between which it was done', async () => {
    await tell();
    await tell();
    await account.member(['editor']);
    await tell();
    const whole = (await list(account, { limit: 200 })).items;
    expect(whole.map(({ step }) => step)).toEqual([1, 0, 2, 1, 0]);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: AuditPage = await list(account, { limit: 1, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ hash }) => hash));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(whole.map(({ hash }) => hash));
  });

  it('is missed where it was removed, in the middle or at the end, and where it was changed', async () => {
    await tell();
    await tell();
    const at = await presentVersion(account);
    await account.member(['editor']);
    await tell();
    const end = await presentVersion(account);
    await expect(verify(account)).resolves.toMatchObject({ intact: true });
    const broken = async (sql: string) => {
      await world.query(sql, [account.id]);
      const { intact, brokenAt } = await verify(account);
      await world.query('delete from changes where account_id = $1', [account.id]);
      await world.query('insert into changes select * from kept where account_id = $1', [account.id]);
      return intact ? 'intact' : brokenAt;
    };
    await world.query(`create table kept as select * from changes where account_id = '${account.id}'`);
    // It is computed, and nobody may write it.
    await world.query('alter table kept drop column actor_id');
    expect(await broken(`delete from changes where account_id = $1 and version = ${at} and step = 1`)).toBe(at);
    expect(await broken(`update changes set parts = '[]' where account_id = $1 and version = ${at} and step = 2`)).toBe(
      at,
    );
    expect(await broken(`delete from changes where account_id = $1 and version = ${end} and step = 1`)).toBe(end);
    await expect(verify(account)).resolves.toMatchObject({ intact: true });
    await world.query('drop table kept');
  });

  it('has an entry for an act even where a later event has come before, and none twice', async () => {
    const invited = memberState({ status: 'invited', revision: 1, userId: null, roleIds: [account.role('editor')] });
    const active = { ...invited, status: 'active', userId: uuidv7(), revision: 2 } as const;
    const target = { type: 'member', id: invited.id };
    const act = (action: AuditAction): Act => ({ ...told(), action, targetType: target.type, targetId: target.id });
    const late = envelopeOf(account.state, invited);
    const early = envelopeOf(account.state, active);
    await world.apply({ ...early, data: { ...early.data, act: act('invitation.accepted') } });
    for (let time = 0; time < 2; time += 1) {
      await world.apply({ ...late, data: { ...late.data, act: act('member.invited') } });
    }
    const { items } = await list(account, { target: [invited.id] });
    expect(items.map(({ action, step }) => [action, step])).toEqual([
      ['member.invited', 1],
      ['invitation.accepted', 0],
    ]);
    await expect(account.check(invited.id, 'campaigns:view')).resolves.toMatchObject({ allowed: true });
  });

  it.each(['inactive', 'revoked', 'deleted'] as const)(
    'is told once where a member is made %s again before identity has told of it, by whomever',
    async (status) => {
      const admin = await account.member(['admin']);
      const bob = await account.member(['editor']);
      await account.takeAway(account.owner, bob, status, 7);
      // Identity has committed meanwhile, and its event is on the way.
      await account.takeAway(admin, bob, status, 8);
      const { items } = await list(account, { target: [bob], action: [`member.${status}`] });
      expect(items.map(({ actor }) => actor.id)).toEqual([account.owner]);
      await expect(verify(account)).resolves.toMatchObject({ intact: true });
    },
  );

  it('is not told again by the event that follows a command to access', async () => {
    const bob = memberState({ roleIds: [account.role('editor')], agentAccess: true });
    await account.apply(bob);
    await account.takeAway(account.owner, bob.id, 'revoked', bob.revision + 1);
    // What was on its way gives nothing back; the revocation takes agent access along.
    await account.apply({ ...bob, firstName: 'Robert', revision: bob.revision + 1 });
    await account.apply({ ...bob, status: 'revoked', agentAccess: false, revision: bob.revision + 2 });
    const { items } = await list(account, { target: [bob.id], action: ['member.revoked'] });
    expect(items.map(({ actor }) => actor.id)).toEqual([account.owner]);
    const [{ before, after } = { before: null, after: null }] = items[0]?.parts ?? [];
    expect([before, after]).toMatchObject([{ agentAccess: true }, { status: 'revoked' }]);
    await expect(verify(account)).resolves.toMatchObject({ intact: true });
  });
});
