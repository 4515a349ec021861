import { CONTEXTS, type Context } from '@roster/contracts';
import { unsettledEvents } from './bus.js';
import { select, type Databases } from './administrator.js';
import type { SystemAddresses } from './shared-system.js';

/**
 * A service's copy of another's data, next to the original. Both give the same rows in the same order, or the copy is
 * behind.
 */
interface Projection {
  name: string;
  truth: Record<string, unknown>[];
  copy: Record<string, unknown>[];
}

const MEMBERS = 'select account_id, id, email, status, revision::int from members order by account_id, id';
const ACCOUNTS = 'select id, preset, status, owner_member_id, revision::int from accounts order by id';

/** Everything that is fed by events: access's members and accounts, identity's roles of members. */
async function projections(roster: Databases): Promise<Projection[]> {
  const ask = (context: Context, sql: string) => select(roster, context, sql);
  return [
    { name: 'members in access', truth: await ask('identity', MEMBERS), copy: await ask('access', MEMBERS) },
    { name: 'accounts in access', truth: await ask('identity', ACCOUNTS), copy: await ask('access', ACCOUNTS) },
    {
      name: 'roles in identity',
      truth: await ask(
        'access',
        `select account_id, member_id, array_agg(role_id order by role_id)::text as role_ids
         from member_roles group by account_id, member_id order by account_id, member_id`,
      ),
      copy: await ask(
        'identity',
        `select account_id, member_id, (select array_agg(id order by id) from unnest(role_ids) id)::text as role_ids
         from member_roles order by account_id, member_id`,
      ),
    },
  ];
}

/** The copies that do not match their originals yet; empty once all events have taken effect. */
export async function behind(roster: SystemAddresses): Promise<string[]> {
  const copies = (await projections(roster)).filter(
    ({ truth, copy }) => JSON.stringify(truth) !== JSON.stringify(copy),
  );
  return [...copies.map(({ name }) => name), ...(await underWay(roster))];
}

/** Where events are that have not arrived yet; empty once all have. */
export async function underWay(roster: SystemAddresses): Promise<string[]> {
  const unpublished = (context: Context) =>
    select(roster, context, 'select id from outbox where published_at is null limit 1');
  const outboxes = await Promise.all(CONTEXTS.map(unpublished));
  return [
    ...(outboxes.some((rows) => rows.length > 0) ? ['outbox'] : []),
    ...((await unsettledEvents(roster)) > 0 ? ['consumers'] : []),
  ];
}
