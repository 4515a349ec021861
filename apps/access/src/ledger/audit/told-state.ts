import type { AuditDifference } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { canonical } from '../ledger/chain.js';
import { pagesOf } from './told-pages.js';

/** The last state of each thing that decisions rest on, as the entries tell it. */
const TOLD = `
  select distinct on (key) part->>'kind' as kind, part->>'id' as id, part->'after' as after,
    (part->>'kind') || ' ' || (part->>'id') collate "C" as key
  from changes c, jsonb_array_elements(c.parts) part
  where c.account_id = $1 and part->>'kind' in ('account', 'role', 'member', 'project', 'team')
    and (part->>'kind') || ' ' || (part->>'id') collate "C" > $2
  order by key, c.version desc, c.step desc`;

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
  /** Kind and id: the order in which things are compared. */
  readonly key: string;
  readonly after: object | null;
}

/**
 * Compares what decisions rest on with the last state that the entries tell of it, in the order of keys, after this one. Yields
 * the differences page by page, each with the key that it ends with. In accounts that are older than the trail, what no
 * entry tells of is left out.
 */
export async function* differencesFromTold(
  manager: EntityManager,
  account: AccountSnapshot,
  after: string,
): AsyncGenerator<{ readonly checked: number; readonly differs: readonly AuditDifference[]; readonly key?: string }> {
  const { id: accountId, preset, version } = account.stored;
  const [ends]: { preset: string | null; isWhole: boolean }[] = await manager.query(ENDS, [accountId, version]);
  const present = presentState(account);
  const untold = ends?.isWhole ? [...present.keys()].filter((key) => key > after).toSorted() : [];
  for await (const page of pagesOf<Told>(manager, TOLD, [accountId, after])) {
    const key = page.at(-1)?.key ?? after;
    const told = new Set(page.map((each) => each.key));
    const passed = untold.splice(0, firstAfter(untold, key)).filter((each) => !told.has(each));
    const differs = page.filter(({ kind, key: one, after: state }) => {
      const isOtherPreset = kind === 'account' && ends?.preset && ends.preset !== preset;
      return isOtherPreset || textOf(kind, present.get(one) ?? null) !== textOf(kind, state);
    });
    const keys = [...differs.map((each) => each.key), ...passed];
    yield { checked: page.length + passed.length, differs: keys.map(thingOf), key };
  }
  yield { checked: untold.length, differs: untold.map(thingOf) };
}

const firstAfter = (keys: readonly string[], key: string): number => {
  const found = keys.findIndex((each) => each > key);
  return found === -1 ? keys.length : found;
};

function thingOf(key: string): AuditDifference {
  const [kind = '', id = ''] = key.split(' ');
  return { kind, id };
}

const keyOf = (kind: string, id: string) => `${kind} ${id}`;

function presentState({ policy, roles, stored }: AccountSnapshot): Map<string, object> {
  const entries = (kind: string, things: readonly { readonly id: string }[]) =>
    things.map((thing): [string, object] => [keyOf(kind, thing.id), thing]);
  return new Map([
    [keyOf('account', policy.accountId), policy],
    ...entries('role', roles),
    ...entries('member', policy.members),
    ...entries('project', stored.projects),
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
