import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createApiKey, verifyPhone } from '@roster/contracts';
import { address, IdentityWorld, type Owner } from '../../../../test/identity/world.js';

/** Of no account by design, and reached by hash, user or e-mail only; and what all services have. */
const GLOBAL = [
  'users',
  'credentials',
  'sessions',
  'sign_ups',
  'challenges',
  'devices',
  'throttles',
  'password_resets',
  'email_changes',
  'totps',
  'totp_setups',
  'backup_codes',
  'passkeys',
  'passkey_challenges',
  'authorizations',
  'connections',
  'migrations',
  'relay_state',
];

let world: IdentityWorld;
let owner: Owner;
let other: Owner;
/** As the service itself logs in. */
let runtime: Client;

beforeAll(async () => {
  world = await IdentityWorld.create();
  [owner, other] = await Promise.all([world.openAccount(), world.openAccount()]);
  for (const account of [owner, other]) {
    const { memberId } = await world.invite(account, address());
    await world.sql(`insert into member_teams (account_id, member_id, teams, version) values ($1, $2, '[]', 0)`, [
      account.accountId,
      memberId,
    ]);
    await world.gateway.call(createApiKey, { name: 'Nightly import', roleIds: [] }, account.call);
    await world.gateway.call(verifyPhone, { phone: '+431234567' }, account.call);
    await world.sql(
      `insert into handovers (account_id, member_id, project_id, windows, updated_at) values ($1, $2, $3, '[]', now())`,
      [account.accountId, account.memberId, randomUUID()],
    );
    await world.sql(
      `insert into domains (account_id, id, domain, token, created_at) values ($1, $2::uuid, $2::text, 'test', now())`,
      [account.accountId, randomUUID()],
    );
    await world.sql(
      `insert into sso_connections (account_id, id, kind, name, issuer, client_id, client_secret, enforced, provisions,
         role_ids, granter_id, created_at)
       values ($1, $2, 'generic', 'Acme', 'https://idp.example.com', 'test', 'test', false, false, '{}', $3, now())`,
      [account.accountId, randomUUID(), account.memberId],
    );
    await world.sql(
      `insert into sso_identities (account_id, issuer, subject, user_id, created_at)
       values ($1, 'https://idp.example.com', 'test', $2, now())`,
      [account.accountId, account.call.actor.userId],
    );
    await world.sql(
      `insert into pending_commands (account_id, id, member_id, status, revision, actor, request_id, due_at)
       values ($1, $2, $3, 'revoked', 1, '{}', 'test', now() + interval '1 day')`,
      [account.accountId, randomUUID(), account.memberId],
    );
    await world.sql(
      `insert into ip_addresses (account_id, id, member_id, address, authorized_at) values ($1, $2, $3, '192.0.2.1', now())`,
      [account.accountId, randomUUID(), account.memberId],
    );
    await world.sql(
      `insert into ip_authorizations (account_id, id, member_id, address, generation, token_hash, expires_at)
       values ($1, $2::uuid, $3, '192.0.2.1', 1, $2::text, now())`,
      [account.accountId, randomUUID(), account.memberId],
    );
    await world.sql(
      `insert into deletions (account_id, member_id, pending, begun_at, finished_at)
       values ($1, $2, '{}', now(), now())`,
      [account.accountId, account.memberId],
    );
  }
  runtime = new Client({ connectionString: world.service.database.url });
  await runtime.connect();
});
afterAll(async () => {
  await runtime.end();
  await world.close();
});

const tables = () =>
  world.sql<{ name: string; enabled: boolean; forced: boolean; account: string | null }>(
    `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
       case when c.relname = 'accounts' then 'id'
            else (select attname from pg_attribute where attrelid = c.oid and attname = 'account_id') end as account
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  );

const tenantTables = async () => (await tables()).filter(({ name, account }) => account && !GLOBAL.includes(name));

/** Whether its rows are ever changed. */
const mayUpdate = async (table: string): Promise<boolean> =>
  (await runtime.query(`select has_table_privilege($1, 'update') as may`, [table])).rows[0].may;

/** In a transaction of the runtime login that ends without a trace. */
async function within<T>(settings: Record<string, string>, work: () => Promise<T>): Promise<T> {
  await runtime.query('begin');
  try {
    for (const [name, value] of Object.entries(settings))
      await runtime.query('select set_config($1, $2, true)', [name, value]);
    return await work();
  } finally {
    await runtime.query('rollback');
  }
}

describe('row-level security (S46)', () => {
  it('is in force on every table that is not global by design', async () => {
    const rest = (await tables()).filter(({ name }) => !GLOBAL.includes(name));
    expect(rest.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'accounts',
        'members',
        'member_roles',
        'invitations',
        'pending_commands',
        'activities',
        'outbox',
      ]),
    );
    expect(rest.filter(({ enabled, forced }) => !enabled || !forced)).toEqual([]);
  });

  it('binds the service, which owns nothing and may not step around it', async () => {
    const { rows } = await runtime.query(
      `select rolsuper, rolbypassrls, (select count(*)::int from pg_class where relowner = r.oid) as owns
       from pg_roles r where rolname = current_user`,
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owns: 0 }]);
  });

  it('shows no row of any tenant outside an account', async () => {
    for (const { name } of await tenantTables()) {
      expect(await world.sql(`select from ${name} limit 1`)).toHaveLength(1);
      expect({ name, rows: (await runtime.query(`select from ${name}`)).rowCount }).toEqual({ name, rows: 0 });
    }
  });

  it('shows and changes the rows of one account inside it', async () => {
    for (const { name, account } of await tenantTables()) {
      await within({ 'roster.account': owner.accountId }, async () => {
        const { rows } = await runtime.query(`select distinct ${account} as account from ${name}`);
        expect({ name, rows }).toEqual({ name, rows: [{ account: owner.accountId }] });
        if (!(await mayUpdate(name))) return;
        const foreign = `update ${name} set ${account} = ${account} where ${account} = $1`;
        expect((await runtime.query(foreign, [other.accountId])).rowCount).toBe(0);
      });
      const steal = within({ 'roster.account': owner.accountId }, () =>
        runtime.query(`update ${name} set ${account} = $1`, [other.accountId]),
      );
      await expect(steal).rejects.toThrow(/row-level security|permission denied/);
    }
  });

  it('lets a look through a scope read its rows, and change nothing there', async () => {
    const [row] = await world.sql<{ token_hash: string }>('select token_hash from invitations where account_id = $1', [
      owner.accountId,
    ]);
    await within({ 'roster.token_hash': row?.token_hash ?? '' }, async () => {
      expect((await runtime.query('select from invitations')).rowCount).toBe(1);
      expect((await runtime.query(`update invitations set state = 'accepted'`)).rowCount).toBe(0);
      expect((await runtime.query('select from members')).rowCount).toBe(0);
    });
    await within({ 'roster.user_id': owner.call.actor.userId }, async () => {
      expect((await runtime.query('select id from members')).rows).toEqual([{ id: owner.memberId }]);
      expect((await runtime.query(`update members set status = 'revoked'`)).rowCount).toBe(0);
    });
    await within({ 'roster.due': 'on' }, async () => {
      expect((await runtime.query('select from invitations')).rowCount).toBe(0);
      expect((await runtime.query('select from pending_commands')).rowCount).toBe(0);
      expect((await runtime.query('select from deletions')).rowCount).toBe(0);
      expect((await runtime.query('select from members')).rowCount).toBe(0);
    });
  });
});

const set = (value: string | null) =>
  world.sql('update accounts set owner_member_id = $2 where id = $1', [owner.accountId, value]);

describe('the owner of an account (P8)', () => {
  it('is there', () => expect(set(null)).rejects.toThrow(/not-null constraint/));
  it('is a member', () => expect(set(randomUUID())).rejects.toThrow(/accounts_owner/));
  it('is a member of the same account', () => expect(set(other.memberId)).rejects.toThrow(/accounts_owner/));
  it('cannot go', () =>
    expect(
      world.sql(`with gone as (delete from sessions where member_id = $1) delete from members where id = $1`, [
        owner.memberId,
      ]),
    ).rejects.toThrow(/foreign key/));
});

const twin = (status: string) =>
  world.sql(
    `insert into members (account_id, id, email, first_name, last_name, status, role_ids, revision, created_at)
     values ($1, $2, $3, '', '', $4, '{}', 1, now())`,
    [owner.accountId, randomUUID(), owner.email, status],
  );

it('has one member at the most for an address, unless he is deleted', async () => {
  await expect(twin('invited')).rejects.toThrow(/members_email/);
  await expect(twin('revoked')).rejects.toThrow(/members_email/);
  await twin('deleted');
});
