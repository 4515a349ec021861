import { filterTooLarge, RosterError } from '@roster/contracts';
import {
  variantValues,
  type CompiledAccount,
  type Filter,
  type FilterQuestion,
  type OwnerPredicate,
  type PropertyValue,
  type Reason,
} from '@roster/permissions';

/** What a filter is made from: an account held in process. */
export type FilteringAccount = Pick<CompiledAccount, 'accountId' | 'version' | 'catalogue' | 'filter' | 'owners'>;

export interface RecordQuestion extends FilterQuestion {
  /** Properties of the action, where its variants depend on them. */
  readonly actionProperties?: Readonly<Record<string, unknown>>;
}

export interface RecordFilterOptions {
  /** The clock (ms since 1970) that expiries are tested against. */
  readonly now: number;
  /** How many owners are listed one by one at most. Default: 2,000. */
  readonly mostOwners?: number;
  /** Whether the records' database has the mirror tables. Then more owners than that are joined instead of listed. */
  readonly mirrored?: boolean;
}

/** Which records a permission reaches. */
export type Reach =
  | { readonly kind: 'none'; readonly reason: Reason }
  | { readonly kind: 'all'; readonly projectId?: string }
  | {
      readonly kind: 'owners';
      readonly ownerIds: readonly string[];
      readonly unowned: boolean;
      readonly projectId?: string;
    }
  | { readonly kind: 'mirrored'; readonly predicate: OwnerPredicate; readonly projectId?: string };

/** The records whose property has this value, where variants of the action depend on it. */
interface VariantReach {
  readonly property: string;
  readonly value: PropertyValue;
  readonly reach: Reach;
}

/**
 * Which records a member reaches, in a form that a database can apply. A list by it and single checks of the same
 * records agree at this version and instant.
 */
export interface RecordFilter {
  readonly accountId: string;
  readonly version: number;
  /** The instant (ms) that it was made for. */
  readonly now: number;
  /** The next instant (ms) at which an expiry may change it. From then on it is refused. */
  readonly until?: number;
  /** The reach for records that no variant is about. */
  readonly reach: Reach;
  /** In order: the first that matches a record decides. */
  readonly variants: readonly VariantReach[];
}

const MOST_OWNERS = 2_000;

/**
 * Makes the filter of a question. Rejects with `filter.too-large` where there are more owners than may be listed, and
 * no mirror to join. The list is never cut.
 */
export function recordFilter(
  account: FilteringAccount,
  { actionProperties, ...question }: RecordQuestion,
  options: RecordFilterOptions,
): RecordFilter {
  const { now } = options;
  const { values, otherwise } = variantValues(account.catalogue, question.permission, actionProperties);
  const filters: Filter[] = [];
  const reachOf = (permission: string): Reach => {
    const filter = account.filter({ ...question, permission }, now);
    filters.push(filter);
    return reach(account, filter, options);
  };
  const variants = values.map(({ property, value, permission }) => ({ property, value, reach: reachOf(permission) }));
  const rest = reachOf(otherwise);
  const until = Math.min(...filters.map((filter) => filter.until ?? Infinity));
  const { accountId, version } = account;
  return { accountId, version, now, ...(until !== Infinity && { until }), reach: rest, variants };
}

/** The filter of an account that does not exist: nobody reaches anything in it. */
export const unknownAccount = (accountId: string, now: number): RecordFilter => ({
  accountId,
  version: 0,
  now,
  reach: { kind: 'none', reason: 'unknown_account' },
  variants: [],
});

export const reachesOf = ({ reach: rest, variants }: RecordFilter): Reach[] => [
  ...variants.map((variant) => variant.reach),
  rest,
];

/** Whether the filter works only next to the mirror tables, and only at the mirror's version. */
export const needsMirror = (filter: RecordFilter): boolean => reachesOf(filter).some(({ kind }) => kind === 'mirrored');

function reach(
  account: FilteringAccount,
  filter: Filter,
  { now, mostOwners = MOST_OWNERS, mirrored = false }: RecordFilterOptions,
): Reach {
  if (filter.kind === 'none') return { kind: 'none', reason: filter.reason };
  const within = filter.projectId === undefined ? {} : { projectId: filter.projectId };
  if (filter.kind === 'all') return { kind: 'all', ...within };
  const { predicate } = filter;
  // A member who reaches only their own records may be a partner's member, who is not in the mirror.
  const limit = reachesOthers(predicate) ? mostOwners : 1;
  const ownerIds = account.owners(predicate, now, limit);
  if (ownerIds) return { kind: 'owners', ownerIds, unowned: predicate.unowned, ...within };
  if (mirrored) return { kind: 'mirrored', predicate, ...within };
  throw new RosterError(filterTooLarge, undefined, { details: { mostOwners } });
}

const reachesOthers = ({ roleIds, teamIds, managed }: OwnerPredicate): boolean =>
  roleIds.length > 0 || teamIds.length > 0 || managed;
