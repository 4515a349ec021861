/**
 * A page of 50 out of 2,000,000 records in a real Postgres, of which a member reaches those of 50,000 owners out of
 * 100,000: without a filter, by the owners' list, and joined to the mirror. Every page is checked before it counts,
 * against decisions about its records one by one.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filterSql, Mirror, MIRROR_SCHEMA, recordFilter } from '@roster/client';
import { startPostgres } from '@roster/deploy';
import { Catalogue, compile } from '@roster/permissions';
import pg from 'pg';
import { table, writeSection } from './table.mjs';

const RECORDS = 2_000_000;
const MEMBERS = 100_000;
const PAGE = 50;
const ROUNDS = 60;
const GOAL = 2;

const id = (kind, n) => `0000000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const sqlId = (kind, n) => `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const accountId = id(1, 1);
const memberId = id(2, 2);
const COLUMNS = { owner: 'owner_id' };

const dir = await mkdtemp(join(tmpdir(), 'roster-bench-'));
await chmod(dir, 0o755);
const undo = [() => rm(dir, { recursive: true, force: true })];
try {
  const postgres = await startPostgres({
    dataDir: join(dir, 'postgres'),
    password: 'bench',
    settings: { fsync: 'off' },
  });
  undo.push(() => postgres.stop('immediate'));
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  pool.on('error', () => {});
  undo.push(() => pool.end());

  const made = await timed(() => makeRecords(pool));
  const account = compile(catalogue(), policy());
  const loaded = await timed(() => new Mirror(pool).load(account.policy));
  await pool.query('vacuum analyze');

  const forms = ['contacts:view', 'contacts:edit'].flatMap((permission) => [
    { permission, name: 'owners listed', mostOwners: MEMBERS },
    { permission, name: 'joined to the mirror', mostOwners: 2_000, mirrored: true },
  ]);
  const plain = { name: 'no filter', permission: undefined, times: [] };
  for (const form of forms) form.times = [];
  for (let round = -5; round < ROUNDS; round += 1) {
    const after = id(3, 1 + Math.floor(Math.random() * RECORDS * 0.9));
    for (const form of [plain, ...forms]) {
      const { rows, ms } = await page(pool, form, { account, after });
      await assertRight(pool, form, { account, after, rows });
      if (round >= 0) form.times.push(ms);
    }
  }
  report({ plain, forms, made, loaded });
} finally {
  for (const step of undo.toReversed()) await step();
}

async function makeRecords(pool) {
  for (const sql of MIRROR_SCHEMA) await pool.query(sql);
  await pool.query(
    'create table contacts (account_id uuid not null, id uuid not null, owner_id uuid, name text not null)',
  );
  // Every fiftieth is nobody's; the rest are spread over all members.
  await pool.query(
    `insert into contacts select '${accountId}', ${sqlId(3, 'n')},
       case when n % 50 = 0 then null else ${sqlId(2, `1 + (hashint4(n) & 2147483647) % ${MEMBERS}`)} end, 'contact ' || n
     from generate_series(1, ${RECORDS}) n`,
  );
  await pool.query('alter table contacts add primary key (account_id, id)');
  await pool.query('create index on contacts (account_id, owner_id, id)');
}

/** Every second member has the first of two roles, of which the asker sees all; a third of them is on one more. */
function policy() {
  const roles = [
    { id: id(4, 0), grants: { 'contacts:view': ['sameRole'], 'contacts:edit': ['sameRole', 'unowned'] } },
    { id: id(4, 1), grants: {} },
    { id: id(4, 2), grants: {} },
  ];
  const members = Array.from({ length: MEMBERS }, (_, at) => ({
    id: id(2, at + 1),
    status: 'active',
    roleIds: [id(4, (at + 1) % 2), ...(at % 3 === 0 ? [id(4, 2)] : [])],
    managerId: at === 0 ? null : id(2, 1 + Math.floor(at / 10)),
  }));
  return { accountId, status: 'active', version: 1, ownerMemberId: id(2, 1), roles, members };
}

function catalogue() {
  const actions = ['view', 'edit'].map((key) => ({ key, label: key, kind: 'scoped' }));
  return new Catalogue({ hash: 'bench', features: [{ key: 'contacts', label: 'Contacts', actions }] });
}

async function page(pool, { permission, mostOwners, mirrored }, { account, after }) {
  const begun = performance.now();
  const now = Date.now();
  const { sql, values } = permission
    ? filterSql(recordFilter(account, { memberId, permission }, { now, mostOwners, mirrored }), COLUMNS, { first: 3 })
    : { sql: 'true', values: [] };
  const { rows } = await pool.query(
    `select id, owner_id, name from contacts where account_id = $1 and id > $2 and ${sql} order by id limit ${PAGE}`,
    [accountId, after, ...values],
  );
  return { rows, ms: performance.now() - begun };
}

async function assertRight(pool, { name, permission }, { account, after, rows }) {
  const all = await pool.query(
    'select id, owner_id from contacts where account_id = $1 and id > $2 order by id limit 1000',
    [accountId, after],
  );
  const isAllowed = ({ owner_id: ownerId }) =>
    !permission || account.check({ memberId, permission, record: { type: 'contact', ownerId } }, Date.now());
  const wanted = all.rows.filter(isAllowed).slice(0, PAGE);
  if (rows.length !== PAGE || rows.some((row, at) => row.id !== wanted[at].id))
    throw new Error(`${name}: a wrong page`);
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

function report({ plain, forms, made, loaded }) {
  const base = median(plain.times);
  const rows = [plain, ...forms].map(({ name, permission, times }) => [
    permission === 'contacts:edit' ? `${name}, and nobody's` : name,
    median(times).toFixed(2),
    percentile(times, 0.95).toFixed(2),
    (median(times) / base).toFixed(1),
  ]);
  const text = table(['a page', 'ms, median', 'ms, p95', 'times the page without'], rows);
  const worst = Math.max(...forms.filter(({ mirrored }) => mirrored).map(({ times }) => median(times) / base));
  const verdict = worst <= GOAL ? 'met' : `missed: ${worst.toFixed(1)}`;
  const section = `## A filtered page

A page of ${PAGE} by id, anywhere in ${count(RECORDS)} records, for a member who reaches those of 50,000 owners; from the
question to the rows, filter included. The mirror of ${count(MEMBERS)} members was loaded in ${loaded.toFixed(1)} s, the records
made in ${made.toFixed(1)} s. Goal: joined to the mirror at most ${GOAL} times the page without a filter (${verdict}).

${text}`;
  console.log(section);
  writeSection('filtered-page', section);
}

function percentile(times, share) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)];
}

function median(times) {
  return percentile(times, 0.5);
}

function count(n) {
  return n.toLocaleString('en-GB');
}
