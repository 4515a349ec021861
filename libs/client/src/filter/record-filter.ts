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
  /** What the action is asked with, where it has variants that go by that. */
  readonly actionProperties?: Readonly<Record<string, unknown>>;
}

export interface RecordFilterOptions {
  /** The clock (ms since 1970) that expiries are tested against. */
  readonly now: number;
  /** Owners that are listed one by one; 2,000 unless said. */
  readonly mostOwners?: number;
  /** Whether the records' database has the mirror tables: then more owners than that are joined, not listed. */
  readonly mirrored?: boolean;
}

/** Which records one permission reaches. */
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

/** The records whose property has this value, where the action has variants by it. */
interface VariantReach {
  readonly property: string;
  readonly value: PropertyValue;
  readonly reach: Reach;
}

/**
 * Which records a member reaches, as a database can be asked: a list by it and the same records checked one by one are
 * equal at this version and instant.
 */
export interface RecordFilter {
  readonly accountId: string;
  readonly version: number;
  /** The instant (ms) that it was made for. */
  readonly now: number;
  /** The next instant (ms) at which an expiry may change it: from then on it is refused. */
  readonly until?: number;
  /** Of records that none of the variants is about. */
  readonly reach: Reach;
  /** In their order: the first that fits a record decides. */
  readonly variants: readonly VariantReach[];
}

const MOST_OWNERS = 2_000;

/**
 * Makes the filter of a question. Rejects with `filter.too-large` where there are more owners than may be listed and
 * no mirror to join: never a list that is cut.
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

/** Nobody reaches anything in an account that is not there. */
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

/** Whether it can only be asked beside the mirror tables, and only at its own version. */
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
  // Whoever reaches his own records only may be a partner's member, who is not in the mirror.
  const limit = reachesOthers(predicate) ? mostOwners : 1;
  const ownerIds = account.owners(predicate, now, limit);
  if (ownerIds) return { kind: 'owners', ownerIds, unowned: predicate.unowned, ...within };
  if (mirrored) return { kind: 'mirrored', predicate, ...within };
  throw new RosterError(filterTooLarge, undefined, { details: { mostOwners } });
}

const reachesOthers = ({ roleIds, teamIds, managed }: OwnerPredicate): boolean =>
  roleIds.length > 0 || teamIds.length > 0 || managed;
