import { randomUUID } from 'node:crypto';
import { FORMAT, rowHash } from '../../apps/access/src/ledger/ledger/chain.js';
import type { AccessWorld, AccountDouble } from './access-world.js';

/** Rows of one statement. */
const LOT = 2_000;

const INSERT = `
  insert into changes (account_id, version, step, id, format, at, actor, action, target_type, target_id, parts, request_id,
    is_act, previous_hash, hash)
  select $1, v.version, 0, v.id, ${FORMAT}, v.at::timestamptz, $2::jsonb, 'member.invited', 'member', v.target, v.parts, v.id::text, true,
    v.previous, v.hash
  from unnest($3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::jsonb[], $8::text[], $9::text[])
    as v(version, id, at, target, parts, previous, hash)`;

/** So many members, each with an entry in the trail that tells of them, as if they had come one after the other. */
export async function trailedCrowd(world: AccessWorld, account: AccountDouble, size: number): Promise<void> {
  const [end] = await world.query<{ version: number; hash: string }>(
    'select version::int, hash from changes where account_id = $1 order by version desc, step desc limit 1',
    [account.id],
  );
  if (!end) throw new Error('The account has no entry yet');
  const actor = { kind: 'member', memberId: account.owner } as const;
  let previous = end.hash;
  for (let done = 0; done < size; done += LOT) {
    const rows = Array.from({ length: Math.min(LOT, size - done) }, (_, index) => {
      const target = randomUUID();
      const row = {
        accountId: account.id,
        version: end.version + done + index + 1,
        step: 0,
        id: randomUUID(),
        at: new Date(Date.now() - 60_000).toISOString(),
        actor,
        action: 'member.invited',
        targetType: 'member',
        targetId: target,
        parts: [{ kind: 'member', id: target, before: null, after: { id: target, status: 'active', roleIds: [] } }],
        isAct: true,
        address: null,
        userAgent: null,
        delta: null,
        seal: null,
      };
      const before = previous;
      previous = rowHash(before, { ...row, requestId: row.id });
      return { ...row, before, hash: previous };
    });
    await world.query(INSERT, [
      account.id,
      JSON.stringify(actor),
      rows.map(({ version }) => version),
      rows.map(({ id }) => id),
      rows.map(({ at }) => at),
      rows.map(({ targetId }) => targetId),
      rows.map(({ parts }) => JSON.stringify(parts)),
      rows.map(({ before }) => before),
      rows.map(({ hash }) => hash),
    ]);
    await world.query(
      `insert into members (account_id, id, email, first_name, last_name, status, revision)
       select $1, id, id || '@example.com', 'A', 'B', 'active', 1 from unnest($2::uuid[]) id`,
      [account.id, rows.map(({ targetId }) => targetId)],
    );
  }
  await world.query('update accounts set version = version + $2, changed_at = clock_timestamp() where id = $1', [
    account.id,
    size,
  ]);
  await world.query('analyze changes, members');
}
