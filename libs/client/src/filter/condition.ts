import { checkStale, RosterError } from '@roster/contracts';
import type { OwnerPredicate } from '@roster/permissions';
import { needsMirror, reachesOf, type Reach, type RecordFilter } from './record-filter.js';

/**
 * The columns that records are filtered by. Names are as in the database, optionally with a table or alias in front
 * (`contacts.owner_id`).
 */
export interface RecordColumns {
  /** A uuid column with the owner's member id; null for records without an owner. */
  readonly owner: string;
  /** The column with the project's id, for permissions of project level; `false` where records have no project. */
  readonly project?: string | false;
  /**
   * The columns of declared properties that variants depend on: property → column. Records in which the column is null
   * are left out.
   */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Adds a parameter to the statement and returns its placeholder. */
export type Bind = (value: unknown) => string;

/**
 * The filter as an SQL condition, to be joined by AND to the statement's other conditions. It uses the clock that the
 * filter was made for, never the database's. Throws `check.stale` where the filter is past its `until`.
 */
export function condition(filter: RecordFilter, columns: RecordColumns, bind: Bind, clock = Date.now): string {
  if (filter.until !== undefined && clock() >= filter.until) {
    throw new RosterError(checkStale, 'Something in the filter has expired: make a new one');
  }
  const chosen = byVariant(filter, columns, bind);
  return needsMirror(filter) ? `(${atVersion(filter, bind)} and ${chosen})` : chosen;
}

/**
 * The first part of every condition that uses the mirror. It raises an error where the mirror's version is not the
 * filter's, because roles of one version and members of another would give a list that was right at no time. It is a
 * function without a column in it, so it is called once, before any record is read, on the same view of the data as the
 * rest.
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
      // A record without the property is left out: nobody can tell which variant applies to it.
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

/** Leaves out records of another project. Records without a project stay. */
function inProject(projectId: string | undefined, { columns, bind }: Statement): string[] {
  if (projectId === undefined || columns.project === false) return [];
  if (columns.project === undefined) {
    throw new TypeError(
      'The permission is of project level: name the column of the project, or set it to false where there is none',
    );
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
 * The semi-join. One table holds everything that members can be reached by (their roles, their teams, the managers
 * above them, and they themselves), because planners estimate a `union all` of several tables badly. A member who
 * reaches records without an owner also reaches their own, so their own id can stand in for a missing owner. `or … is
 * null` would prevent the join.
 */
function joined(predicate: OwnerPredicate, owner: string, { accountId, now }: RecordFilter, bind: Bind): string {
  const { memberId, roleIds, teamIds, managed, unowned } = predicate;
  // Bound only where it is used: a parameter that the statement does not contain has no type.
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

/** A quoted name, whatever it contains. */
const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

/** Binds each value once, however often it is used. Every use must cast it to the same type. */
function once(bind: Bind): Bind {
  const known = new Map<unknown, string>();
  return (value) => {
    const written = known.get(value) ?? bind(value);
    known.set(value, written);
    return written;
  };
}
