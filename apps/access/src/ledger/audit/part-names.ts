import type { PresetSet } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { EntryRow } from './entries.js';

/** More would make the answer larger than a message can be. */
const MOST = 1_000;

/** A system role has no name of its own: the preset names it by its slug. */
const NAMED = `
  select id, coalesce(nullif(trim(first_name || ' ' || last_name), ''), email) as name, null as slug from members
    where account_id = $1 and id = any($2) and standing <> 'deleted'
  union all select id, name, slug from roles where account_id = $1 and id = any($2) and not deleted
  union all select id, name, null from projects where account_id = $1 and id = any($2)
  union all select id, name, null from teams where account_id = $1 and id = any($2)`;

const PRESET = 'select preset from accounts where id = $1';

interface Shown {
  readonly rows: readonly EntryRow[];
  readonly presets: PresetSet;
}

/** What the things in these entries' parts are called today, by their ids. */
export async function namesIn(
  manager: EntityManager,
  accountId: string,
  { rows, presets }: Shown,
): Promise<Record<string, string>> {
  const ids = new Set<string>();
  for (const { parts } of rows) collect(parts, ids);
  if (ids.size === 0) return {};
  const [account]: { preset: string }[] = await manager.query(PRESET, [accountId]);
  const system = presets.get(account?.preset ?? '')?.systemRoles ?? [];
  const found: { id: string; name: string | null; slug: string | null }[] = await manager.query(NAMED, [
    accountId,
    [...ids],
  ]);
  const names = found.map(
    ({ id, name, slug }) => [id, name ?? system.find((role) => role.slug === slug)?.name] as const,
  );
  return Object.fromEntries(names.flatMap(([id, name]) => (name ? [[id, name]] : [])));
}

/** Adds every id in a value to `into`. */
function collect(value: unknown, into: Set<string>): void {
  if (into.size >= MOST) return;
  if (typeof value === 'string') {
    if (isUuid(value)) into.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, into);
  }
}
