/**
 * A page of 50 out of an account of 100,000 members, for each order and filter, over HTTP: session, permission, statement
 * and all. Beside it two floors: a request that costs a session and no list, and the bare page in SQL, which is one index
 * without joins, filters or row-level security.
 */
import pg from 'pg';
import { openOwner } from './doors/product.mjs';
import { withSystem } from './doors/processes.mjs';
import { table, writeSection } from './table.mjs';

const MEMBERS = 100_000;
const PAGE = 50;
const ROUNDS = process.argv.includes('--quick') ? 5 : 40;

/** Label → every how many members it is on. */
const LABELS = { common: 2, some: 100, rare: 5_000 };
const labelId = (name) => `0000000${Object.keys(LABELS).indexOf(name) + 1}-0000-7000-8000-000000000000`;
const memberId = (n) => `('01900000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** What is asked for, and how many rows it has at least; pages before it, where it is not the first. */
const FORMS = [
  ['as they came', {}, PAGE],
  ['by name', { sort: 'name' }, PAGE],
  ['by name, 10,000 members on', { sort: 'name' }, PAGE, 50],
  ['last active first', { sort: '-lastActiveAt' }, PAGE],
  ['active only, one in ten', { sort: 'name', activeOnly: true }, PAGE],
  ['a role that half of them have', { sort: 'name', role: [labelId('common')] }, PAGE],
  ['a role that one in 5,000 has', { sort: 'name', role: [labelId('rare')] }, 20],
  ['with a second factor, on a team of 1,000', { sort: 'name', twoFactor: true, team: [labelId('some')] }, PAGE],
  ['search: everybody', { sort: 'name', q: 'family' }, PAGE],
  ['search: one', { sort: 'name', q: 'person77777@' }, 1],
  ['search: nobody', { sort: 'name', q: 'no such name' }, 0],
  ['search by last activity: nobody', { sort: '-lastActiveAt', q: 'no such name' }, 0],
];

const pathOf = (query) =>
  `/v1/members?${new URLSearchParams(Object.entries(query).flatMap(([name, value]) => [value].flat().map((each) => [name, each])))}`;

const getter = (url, token) => async (path) => {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

async function cursorAfter(get, query, pages) {
  let cursor;
  for (let at = 0; at < pages; at += 1) {
    ({ nextCursor: cursor } = await get(pathOf({ ...query, limit: 200, ...(cursor && { cursor }) })));
  }
  return cursor;
}

async function page(get, { name, path, least }) {
  const { items } = await get(path);
  if (items.length < least) throw new Error(`${name}: ${items.length} rows`);
}

async function makeMembers(client, accountId) {
  const names = `array['Ada', 'Bob', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hal']`;
  const user = (await client.query('select id from users limit 1')).rows[0].id;
  await client.query(
    `insert into members (account_id, id, user_id, email, first_name, last_name, status, role_ids, revision, created_at,
       last_active_at, two_factor)
     select $1, ${memberId('n')}, case when n % 10 = 0 then $3::uuid end, 'person' || n || '@example.com',
       (${names})[n % 8 + 1], 'Family' || (n * 7919::bigint % ${MEMBERS}), case when n % 10 = 0 then 'active' else 'invited' end,
       '{}', 1, now() - make_interval(secs => n),
       case when n % 3 > 0 then now() - make_interval(secs => n * 17::bigint % 999983) end, n % 4 = 0
     from generate_series(1, $2::int) n`,
    [accountId, MEMBERS, user],
  );
  // A second factor counts of those who have come in.
  await client.query(`update members set two_factor = true where account_id = $1 and status = 'active'`, [accountId]);
  for (const [name, every] of Object.entries(LABELS)) {
    await client.query(
      `insert into member_labels (account_id, label_id, member_id, kind)
       select $1, $2, ${memberId('n')}, $4 from generate_series(1, $3::int) n where n % ${every} = 0`,
      [accountId, labelId(name), MEMBERS, name === 'some' ? 'team' : 'role'],
    );
  }
  await client.query(
    `insert into member_roles (account_id, member_id, role_ids, roles, version)
     select account_id, id, array[$2::uuid], jsonb_build_array(jsonb_build_object('id', $2::text, 'name', 'Editor')), 1
     from members where account_id = $1 on conflict do nothing`,
    [accountId, labelId('common')],
  );
  for (const name of ['members', 'member_labels', 'member_roles', 'member_teams']) {
    await client.query(`vacuum analyze ${name}`);
  }
}

const barePage = (client, accountId) =>
  client.query(
    `select id, email, first_name, last_name, status from members
     where account_id = $1 and status <> 'deleted' and kind = 'person' order by created_at, id limit ${PAGE + 1}`,
    [accountId],
  );

function report(bare, me, forms) {
  const base = percentile(me.times, 0.5);
  const rows = [bare, me, ...forms].map(({ name, times }) => [
    name,
    percentile(times, 0.5).toFixed(2),
    percentile(times, 0.95).toFixed(2),
    (percentile(times, 0.5) - base).toFixed(2),
  ]);
  const text = table(['a page', 'ms, median', 'ms, p95', 'more than `/v1/me`'], rows);
  const section = `## The list of members

\`GET /v1/members\`: ${PAGE} out of an account of ${MEMBERS.toLocaleString('en-GB')} members with their roles and teams, one request at a time, all in
turns. The bare page is the same index without HTTP, joins, filters and row-level security.

${text}`;
  console.log(section);
  writeSection('members', section);
}

function percentile(times, share) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)];
}

await withSystem(async ({ system, undo }) => {
  const { token, account } = await openOwner(system);
  const client = new pg.Client({ connectionString: system.databases.identity.migrate });
  await client.connect();
  undo(() => client.end());
  await makeMembers(client, account.id);

  const get = getter(system.url, token);
  const forms = [];
  for (const [name, query, least, pagesBefore = 0] of FORMS) {
    const cursor = await cursorAfter(get, query, pagesBefore);
    forms.push({ name, least, path: pathOf({ ...query, limit: PAGE, ...(cursor && { cursor }) }), times: [] });
  }
  const bare = { name: 'the bare page, in SQL', times: [] };
  const me = { name: '`GET /v1/me`', times: [] };
  for (let round = -3; round < ROUNDS; round += 1) {
    const timed = async (of, work) => {
      const begun = performance.now();
      await work();
      if (round >= 0) of.times.push(performance.now() - begun);
    };
    await timed(bare, () => barePage(client, account.id));
    await timed(me, () => get('/v1/me'));
    for (const form of forms) await timed(form, () => page(get, form));
  }
  report(bare, me, forms);
});
