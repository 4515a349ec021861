import { domainToASCII } from 'node:url';
import type { MemberQuery, MemberSort } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { validate as isUuid } from 'uuid';
import { completions } from './international-domains.js';

interface Key {
  readonly column: string;
  readonly type: 'text' | 'timestamptz';
}

/** The columns that a page can be ordered by, with the types of their values. Each has an index. */
const KEYS: Readonly<Record<MemberSort, Key>> = {
  name: { column: 'sort_name', type: 'text' },
  email: { column: 'email', type: 'text' },
  createdAt: { column: 'created_at', type: 'timestamptz' },
  lastActiveAt: { column: 'sort_active_at', type: 'timestamptz' },
};

export interface Order {
  readonly sort: MemberSort;
  readonly isDescending: boolean;
}

/** Where a page ended: the last row's key, as text, and its id. */
export interface CursorPosition {
  readonly key: string;
  readonly id: string;
}

export function orderOf(sort: MemberQuery['sort'] = 'createdAt'): Order {
  return { sort: sort.replace(/^-/, '') as MemberSort, isDescending: sort.startsWith('-') };
}

/** A cursor is valid only for the order that it was written for. */
export const writeCursor = ({ sort, isDescending }: Order, { key, id }: CursorPosition): string =>
  Buffer.from(JSON.stringify([sort, isDescending, key, id])).toString('base64url');

export function readCursor({ sort, isDescending }: Order, cursor: string): CursorPosition {
  const said = parsed(Buffer.from(cursor, 'base64url').toString());
  const [itsSort, isItsDescending, key, id, ...rest] = Array.isArray(said) ? (said as unknown[]) : [];
  const isOfOrder = itsSort === sort && isItsDescending === isDescending && rest.length === 0;
  const isPlace = typeof key === 'string' && typeof id === 'string' && isUuid(id) && !key.includes('\0');
  const isKey = KEYS[sort].type !== 'timestamptz' || isInstant(String(key));
  if (!isOfOrder || !isPlace || !isKey) {
    throw invalid({ path: 'cursor', message: 'is not a cursor of this list in this order' });
  }
  return { key, id };
}

/**
 * Whether the text is an instant as {@link pageStatement} writes it: one that exists and that the database can read.
 */
function isInstant(key: string): boolean {
  if (key === '-infinity') return true;
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(key)) return false;
  const iso = `${key.slice(0, 10)}T${key.slice(11, 19)}Z`;
  const instant = new Date(iso);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso.slice(0, -1));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface Statement {
  readonly sql: string;
  readonly values: unknown[];
}

/**
 * One page of an account's members with the copies of their roles and teams. The members of the page are found first,
 * from an index alone if the filters allow that. The conditions are chosen so that row-level security lets indexes
 * serve them; it lets no index serve a search in a text or an array.
 */
export function pageStatement(
  accountId: string,
  query: MemberQuery,
  {
    order,
    after,
    limit,
    domains = [],
  }: { order: Order; after: CursorPosition | undefined; limit: number; domains?: readonly string[] },
): Statement {
  const values: unknown[] = [accountId];
  const $ = (value: unknown) => `$${values.push(value)}`;
  const key = KEYS[order.sort];
  const [direction, beyond] = order.isDescending ? ['desc', '<'] : ['asc', '>'];
  const where = ['m.account_id = $1', `m.kind = 'person'`, ...filters(query, domains, $)];
  if (after) where.push(`(m.${key.column}, m.id) ${beyond} (${$(after.key)}::${key.type}, ${$(after.id)}::uuid)`);
  const by = (table: string) => `${table}.${key.column} ${direction}, ${table}.id ${direction}`;
  const sql = `
    select m.id, m.email, m.first_name as "firstName", m.last_name as "lastName", m.status, m.created_at as "createdAt",
      m.last_active_at as "lastActiveAt", m.agent_access as "agentAccess", m.two_factor as "twoFactor",
      m.deleting_since as "deletingSince", coalesce(r.roles, '[]') as roles, coalesce(t.teams, '[]') as teams,
      ${shown(key)} as key
    from (select m.id from members m where ${where.join(' and ')} order by ${by('m')} limit ${$(limit)}) page
      join members m on m.account_id = $1 and m.id = page.id
      left join member_roles r on r.account_id = $1 and r.member_id = page.id
      left join member_teams t on t.account_id = $1 and t.member_id = page.id
    order by ${by('m')}`;
  return { sql, values };
}

/** As text that means the same instant in every session's time zone. */
const shown = ({ column, type }: Key): string =>
  type === 'text'
    ? `m.${column}`
    : `(m.${column} at time zone 'UTC')::text || case when isfinite(m.${column}) then '+00' else '' end`;

function filters(
  { q, role, team, status, activeOnly, twoFactor }: MemberQuery,
  domains: readonly string[],
  $: (value: unknown) => string,
): string[] {
  const labelled = (ids: string[]) =>
    `exists (select from member_labels l
       where l.account_id = m.account_id and l.member_id = m.id and l.label_id = any(${$(ids)}::uuid[]))`;
  return [
    ...(status?.includes('deleted') ? [] : [`m.status <> 'deleted'`]),
    ...(status?.length ? [`m.status = any(${$(status)})`] : []),
    ...(activeOnly ? [`m.status = 'active'`] : []),
    ...(twoFactor === undefined ? [] : [`m.two_factor = ${$(twoFactor)} and m.status <> 'invited'`]),
    ...(role?.length ? [labelled(role)] : []),
    ...(team?.length ? [labelled(team)] : []),
    ...wordsOf(q, domains).map((spellings) => `(${spellings.map((word) => foundBy($(word))).join(' or ')})`),
  ];
}

/** `search` is what `fold_text` makes of the address and the names. */
const foundBy = (word: string): string => `strpos(m.search, fold_text(${word}::text)) > 0`;

/**
 * The words that have to be found, in any order, each in one of its spellings. A word may be of an address whose domain is
 * stored as DNS has it: `bücher.example` is `xn--bcher-kva.example`, and so is `büch`, where the account knows that domain.
 */
function wordsOf(q: string | undefined, domains: readonly string[]): string[][] {
  const words = (q ?? '').normalize('NFKC').split(/[\p{Z}\p{Cc}]+/u);
  return [...new Set(words)]
    .filter((word) => word !== '')
    .map((word) => [...new Set([word, asStored(word), ...completions(word, domains)])]);
}

function asStored(word: string): string {
  const domainAt = word.lastIndexOf('@') + 1;
  const labels = word.slice(domainAt).split('.');
  const stored = labels.map((label) => (/^\p{ASCII}*$/u.test(label) ? label : domainToASCII(label) || label));
  return word.slice(0, domainAt) + stored.join('.');
}
