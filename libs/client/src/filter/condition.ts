import { checkStale, RosterError } from '@roster/contracts';
import type { OwnerPredicate } from '@roster/permissions';
import { needsMirror, reachesOf, type Reach, type RecordFilter } from './record-filter.js';

/**
 * Where records keep what they are filtered by: names of columns as they are in the database, with or without a table or
 * alias in front (`contacts.owner_id`).
 */
export interface RecordColumns {
  /** Of type uuid: the owner's member id, null for nobody. */
  readonly owner: string;
  /** The project's id, for permissions of project level; `false` where no record carries a project. */
  readonly project?: string | false;
  /** Declared properties by which actions have variants: property → column. Where it is null, the record is left out. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Gives the statement a parameter and says how it is written there. */
export type Bind = (value: unknown) => string;

/**
 * The filter as a condition in SQL, to be joined to a statement's other conditions by AND. The clock is the one that the
 * filter was made for, never the database's. Throws `check.stale` where the filter is past its `until`.
 */
export function condition(filter: RecordFilter, columns: RecordColumns, bind: Bind, clock = Date.now): string {
  if (filter.until !== undefined && clock() >= filter.until) {
    throw new RosterError(checkStale, 'Something has expired since the filter was made: make it anew');
  }
  const chosen = byVariant(filter, columns, bind);
  return needsMirror(filter) ? `(${atVersion(filter, bind)} and ${chosen})` : chosen;
}

/**
 * The first part of every condition by the mirror: it raises an error where the mirror's version is not the filter's,
 * since roles of one version and members of another would make a list that was right at no time. As a function without
 * a column in it, it is called once, before any record is read, in the same view of the data as the rest.
 */
const atVersion = ({ accountId, version }: RecordFilter, bind: Bind) =>
  `roster_mirror_is_at(cast(${bind(accountId)} as uuid), cast(${bind(version)} as bigint))`;

function byVariant(filter: RecordFilter, columns: RecordColumns, bind: Bind): string {
  const { variants } = filter;
  if (reachesOf(filter).every(({ kind }) => kind === 'none')) return 'false';
  const statement = { filter, columns, bind: once(bind) };
  const choices = [...variants, { reach: filter.reach }].map((choice, at) => {
    const property = 'property' in choice ? choice.property : undefined;
    const earlier = variants.slice(0, at).filter((variant) => variant.property !== property);
    return [
      ...('property' in choice ? [`${columnOf(columns, choice.property)} = ${bind(choice.value)}`] : []),
      // Null is left out: nobody can tell which variant a record without the property would be.
      ...earlier.map(({ property: name, value }) => `${columnOf(columns, name)} <> ${bind(value)}`),
      reached(choice.reach, statement),
    ].join(' and ');
  });
  return choices.length === 1 ? choices.join('') : `(${choices.map((choice) => `(${choice})`).join(' or ')})`;
}

interface Statement {
  readonly filter: RecordFilter;
  readonly columns: RecordColumns;
  readonly bind: Bind;
}

function reached(reach: Reach, statement: Statement): string {
  if (reach.kind === 'none') return 'false';
  const parts = [...inProject(reach.projectId, statement), ...byOwner(reach, statement)];
  if (parts.length === 0) return 'true';
  return parts.length === 1 ? parts.join('') : `(${parts.join(' and ')})`;
}

/** What carries another project than the one in question is not reached; what carries none is. */
function inProject(projectId: string | undefined, { columns, bind }: Statement): string[] {
  if (projectId === undefined || columns.project === false) return [];
  if (columns.project === undefined) {
    throw new TypeError('The permission is one of a project: say which column holds it, or that there is none (false)');
  }
  const column = quoted(columns.project);
  return [`(${column} is null or ${column} = cast(${bind(projectId)} as uuid))`];
}

function byOwner(reach: Exclude<Reach, { kind: 'none' }>, { filter, columns, bind }: Statement): string[] {
  if (reach.kind === 'all') return [];
  const owner = quoted(columns.owner);
  if (reach.kind === 'mirrored') return [joined(reach.predicate, owner, filter, bind)];
  const listed = `${owner} = any(cast(${bind(reach.ownerIds)} as uuid[]))`;
  return [reach.unowned ? `(${listed} or ${owner} is null)` : listed];
}

/**
 * The semi-join. One table holds everything by which a member can be reached (his roles, his teams, the managers above
 * him, himself), because planners guess badly how many rows a `union all` of several has. Whoever reaches nobody's
 * records reaches his own too, so that they may stand in for each other: `or … is null` would be no join any more.
 */
function joined(predicate: OwnerPredicate, owner: string, { accountId, now }: RecordFilter, bind: Bind): string {
  const { memberId, roleIds, teamIds, managed, unowned } = predicate;
  // Written only where it is used: a parameter without a place in the statement has no type.
  const member = () => `cast(${bind(memberId)} as uuid)`;
  const sources = bind([...roleIds, ...teamIds, memberId]);
  const onlyHimself = managed ? '' : ` and (source_id <> ${member()} or member_id = ${member()})`;
  return (
    `${unowned ? `coalesce(${owner}, ${member()})` : owner} in (select member_id from roster_reach` +
    ` where account_id = cast(${bind(accountId)} as uuid) and source_id = any(cast(${sources} as uuid[]))` +
    ` and expires_at > cast(${bind(now)} as bigint)${onlyHimself})`
  );
}

function columnOf({ properties = {} }: RecordColumns, property: string): string {
  const column = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (column === undefined) {
    throw new TypeError(`The action has variants by "${property}": say in which column the records have it`);
  }
  return quoted(column);
}

/** A name as it is, whatever is in it. */
const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

/** One parameter for each value, however often it is needed: every use of one casts it to the same type. */
function once(bind: Bind): Bind {
  const known = new Map<unknown, string>();
  return (value) => {
    const written = known.get(value) ?? bind(value);
    known.set(value, written);
    return written;
  };
}
