import { afterAll, beforeAll, it, jest } from '@jest/globals';
import { writeFileSync, appendFileSync } from 'node:fs';
import { Client } from 'pg';
import { listMembers } from '@roster/contracts';
import { IdentityWorld, type Owner } from '../../../../test/identity/world.js';
import { orderOf, pageStatement } from './member-query.js';
jest.setTimeout(220_000);
let world: IdentityWorld; let owner: Owner; let c: Client;
const out = (s: string) => appendFileSync('/tmp/E/bench.txt', s + '\n');
beforeAll(async () => {
  writeFileSync('/tmp/E/bench.txt', '');
  world = await IdentityWorld.create();
  owner = await world.openAccount();
  const a = owner.accountId;
  for (const [acc, n] of [[a, 100000]] as const) {
    await world.sql(`insert into members (account_id,id,email,first_name,last_name,status,role_ids,revision,created_at,last_active_at,two_factor)
     select $1, ('01900000-0000-7000-8000-' || lpad(to_hex(n),12,'0'))::uuid, 'person'||n||'@example.com', (array['Ada','Bob','Cleo','Dan','Eve','Finn','Gus','Hal'])[n%8+1], 'Family'||(n*7919%100000), case when n % 10 = 0 then 'inactive' else 'invited' end, '{}',1, now()-make_interval(secs=>n), case when n%3=0 then null else now()-make_interval(secs=>n*17%999983) end, n%4=0 from generate_series(1,$2::int) n`, [acc, n]);
    for (const [kind, divs] of [['role',[[2,1],[100,2],[5000,3]]]] as const) for (const [d, k] of divs)
      await world.sql(`insert into member_labels select $1, ('0000000${k}-0000-7000-8000-000000000000')::uuid, ('01900000-0000-7000-8000-' || lpad(to_hex(n),12,'0'))::uuid, '${kind}' from generate_series(1,$2::int) n where n % ${d} = 0`, [acc, n]);
    await world.sql(`insert into member_roles select $1, id, '{}', '[{"id":"00000001-0000-7000-8000-000000000000","name":"Editor"}]', 1 from members where account_id=$1 on conflict do nothing`, [acc]);
  }
  const admin = new Client({ connectionString: world.service.database.adminUrl }); await admin.connect(); await admin.query('vacuum analyze'); await admin.end();
  c = new Client({ connectionString: world.service.database.url }); await c.connect();
}, 200_000);
afterAll(async () => { await c.end(); await world.close(); });
it('measures', async () => {
  const role = (k: number) => `0000000${k}-0000-7000-8000-000000000000`;
  const last = { createdAt: '2026-11-22 20:00:00+00', name: 'eve family5', email: 'person5', lastActiveAt: '2026-11-20 00:00:00+00' };
  const forms: [string, object, object?][] = [
    ['default', {}], ['name', {sort:'name'}], ['-name deep', {sort:'-name'}, {key: last.name, id: role(1)}], ['-lastActiveAt', {sort:'-lastActiveAt'}], ['lastActive deep', {sort:'lastActiveAt'}, {key:last.lastActiveAt,id:role(1)}],
    ['email deep', {sort:'email'}, {key:last.email,id:role(1)}], ['created deep', {sort:'createdAt'}, {key:last.createdAt,id:role(1)}],
    ['role common', {sort:'name', role:[role(1)]}], ['role 1%', {sort:'name', role:[role(2)]}], ['role rare', {sort:'name', role:[role(3)]}], ['role none', {sort:'name', role:[role(4)]}], ['roles 2', {role:[role(3), role(2)]}],
    ['q common', {q:'family', sort:'name'}], ['q one', {q:'person77777@'}], ['q none', {q:'nobody at all'}], ['q none name', {q:'nobody at all', sort:'name'}], ['active', {activeOnly:true}], ['inactive', {status:['inactive'],sort:'name'}], ['2fa', {twoFactor:true}], ['deleted', {status:['deleted']}],
  ];
  for (const [name, q, after] of forms) {
    const order = orderOf((q as any).sort);
    const { sql, values } = pageStatement(owner.accountId, q as never, { order, after: after as never, limit: 51 });
    const times: number[] = [];
    let n = 0;
    for (let i = 0; i < 12; i++) {
      await c.query('begin'); await c.query(`select set_config('roster.account',$1,true)`, [owner.accountId]);
      const t = performance.now(); n = (await c.query(sql, values)).rows.length; times.push(performance.now() - t); await c.query('commit');
    }
    times.sort((a, b) => a - b);
    await c.query('begin'); await c.query(`select set_config('roster.account',$1,true)`, [owner.accountId]);
    const plan = (await c.query('explain (analyze, costs off, timing off, summary off, buffers off) ' + sql, values)).rows.map((r: any) => r['QUERY PLAN']).join('\n'); await c.query('commit');
    out(`### ${name}: rows ${n} median ${times[6]!.toFixed(2)} ms min ${times[0]!.toFixed(2)}\n${plan}\n`);
  }
  for (const ref of ['select id, email, first_name, last_name, status from members m where account_id = $1 order by created_at, id limit 51', "select id from members m where account_id = $1 and strpos(search, 'nobody at all') > 0"]) { const ad = new Client({ connectionString: world.service.database.migrationUrl }); await ad.connect(); const times: number[] = []; for (let i = 0; i < 12; i++) { await ad.query('begin'); await ad.query('select 1'); const t = performance.now(); await ad.query(ref, [owner.accountId]); times.push(performance.now() - t); await ad.query('commit'); } times.sort((a, b) => a - b); out('### ref ' + times[6]!.toFixed(2) + ' min ' + times[0]!.toFixed(2) + ref); await ad.end(); }
  const t = performance.now(); for (let i = 0; i < 20; i++) await world.gateway.call(listMembers, { sort: 'name' }, owner.call); out('rpc ' + (performance.now() - t) / 20);
});
