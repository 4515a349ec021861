import type { AuditDifference } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { canonical } from '../ledger/chain.js';
import { pagesOf } from './told-pages.js';

/** The last state of each thing that decisions rest on, as the entries tell it. */
const TOLD = `
  select distinct on (part->>'kind', part->>'id') part->>'kind' as kind, part->>'id' as id, part->'after' as after
  from changes c, jsonb_array_elements(c.parts) part
  where c.account_id = $1 and part->>'kind' in ('account', 'role', 'member', 'project', 'team')
  order by part->>'kind', part->>'id', c.version desc, c.step desc`;

/** The preset of the last sealed change, and whether the entries tell everything since the account began. */
const ENDS = `
  select
    (select seal->>'preset' from changes where account_id = $1 and version = $2 and step = 0) as preset,
    not exists (
      select from changes where account_id = $1 and version = 1 and step = 0 and action = 'account.recorded'
    ) as "isWhole"`;

interface Told {
  readonly kind: string;
  readonly id: string;
  readonly after: object | null;
}

/**
 * Compares what decisions rest on with the last state that the entries tell of it. Yields the differences page by page.
 * In accounts that are older than the trail, what no entry tells of is left out.
 */
export async function* differencesFromTold(
  manager: EntityManager,
  account: AccountSnapshot,
): AsyncGenerator<{ readonly checked: number; readonly differs: readonly AuditDifference[] }> {
  const { id: accountId, preset, version } = account.stored;
  const [ends]: { preset: string | null; isWhole: boolean }[] = await manager.query(ENDS, [accountId, version]);
  const present = presentState(account);
  for await (const page of pagesOf<Told>(manager, TOLD, [accountId])) {
    const differs: AuditDifference[] = [];
    for (const { kind, id, after } of page) {
      const key = keyOf(kind, id);
      const is = present.get(key);
      present.delete(key);
      const isOtherPreset = kind === 'account' && ends?.preset && ends.preset !== preset;
      if (isOtherPreset || textOf(kind, is ?? null) !== textOf(kind, after)) differs.push({ kind, id });
    }
    yield { checked: page.length, differs };
  }
  if (!ends?.isWhole) return;
  const untold = [...present.keys()].map((key) => {
    const [kind = '', id = ''] = key.split(' ');
    return { kind, id };
  });
  yield { checked: untold.length, differs: untold };
}

const keyOf = (kind: string, id: string) => `${kind} ${id}`;

function presentState({ policy, roles, stored }: AccountSnapshot): Map<string, object> {
  const entries = (kind: string, things: readonly { readonly id: string }[]) =>
    things.map((thing): [string, object] => [keyOf(kind, thing.id), thing]);
  return new Map([
    [keyOf('account', policy.accountId), policy],
    ...entries('role', roles),
    ...entries('member', policy.members),
    ...entries('project', policy.projects ?? []),
    ...entries('team', stored.teams),
  ]);
}

/** What is compared of each kind: what the account stores. The rest of a system role comes from the preset. */
function textOf(kind: string, state: object | null): string {
  if (state === null) return '';
  return canonical(unordered(kind in COMPARED ? COMPARED[kind]?.(state as never) : state)) ?? '';
}

interface RoleState {
  readonly slug: string | null;
  readonly grants: object;
  readonly managerRoleId: string | null;
}

const COMPARED: Readonly<Record<string, (state: never) => object>> = {
  account: ({ status, ownerMemberId }: { status: string; ownerMemberId: string }) => ({ status, ownerMemberId }),
  role: ({ slug, grants, managerRoleId }: RoleState) => (slug === null ? { grants, managerRoleId } : { slug }),
};

/** Lists here are sets: the tables do not keep the order in which they were given. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => canonical(unordered(each)) ?? '').toSorted();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, unordered(each)]));
}
