import { Injectable } from '@nestjs/common';
import {
  filterTooLarge,
  RosterError,
  type CallContext,
  type CheckFilter,
  type FilterQuery,
  type FilterRequest,
} from '@roster/contracts';
import { variantValues, type CompiledAccount, type Filter } from '@roster/permissions';
import { signedIn } from '@roster/service-kit';
import { AccessConfig } from '../../account/config.js';
import { DecisionPoint } from '../../ledger/feed/decision-point.js';
import { requireView } from '../../account/accounts/asker.js';

/** Describes the records that a member reaches, so that the services that store them can list them. */
@Injectable()
export class FiltersService {
  constructor(
    private readonly decisions: DecisionPoint,
    private readonly config: AccessConfig,
  ) {}

  /**
   * Lists owners where they are few enough, and always gives the predicate, for a join where the records are stored.
   */
  async evaluate(request: FilterRequest, { deadline }: CallContext): Promise<CheckFilter> {
    const account = await this.decisions.account(request.accountId, request.atLeast, deadline);
    return this.filter(account, request);
  }

  /** Asks as a person. The list is never cut: too many owners are refused with `filter.too-large`. */
  async ask(query: FilterQuery, call: CallContext): Promise<CheckFilter> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.decisions.account(accountId, query.atLeast, deadline);
    if (query.memberId.toLowerCase() !== actor.memberId) requireView(account, actor);
    return listed(this.filter(account, query));
  }

  /** All predicates are of one version and one instant. */
  private filter(account: CompiledAccount | undefined, query: FilterQuery): CheckFilter {
    const now = Date.now();
    if (!account) return { kind: 'none', reason: 'unknown_account', version: 0, now: new Date(now).toISOString() };
    const { permission } = query;
    const asked = {
      memberId: query.memberId.toLowerCase(),
      ...(query.projectId !== undefined && { projectId: query.projectId.toLowerCase() }),
    };
    const by = (key: string) => this.shown(account, account.filter({ ...asked, permission: key }, now));
    const { values, otherwise } = variantValues(account.catalogue, permission);
    const variants = values.map(({ property, value, permission: key }) => ({ property, value, filter: by(key) }));
    const rest = by(otherwise);
    if (variants.length === 0) return rest;
    const [until] = [rest, ...variants.map(({ filter }) => filter)].flatMap((each) => each.until ?? []).toSorted();
    return { ...rest, ...(until !== undefined && { until }), variants };
  }

  private shown(account: CompiledAccount, filter: Filter): CheckFilter {
    const { kind, version, now, until } = filter;
    const dated = {
      version,
      now: new Date(now).toISOString(),
      ...(until !== undefined && { until: new Date(until).toISOString() }),
    };
    if (kind === 'none') return { kind, reason: filter.reason, ...dated };
    const within = { ...(filter.projectId !== undefined && { projectId: filter.projectId }), ...dated };
    if (kind === 'all') return { kind, ...within };
    const { memberId, roleIds, teamIds, managed, unowned } = filter.predicate;
    const owners = account.owners(filter.predicate, now, this.config.FILTER_OWNERS);
    const predicate = { memberId, roleIds: [...roleIds], teamIds: [...teamIds], managed, unowned };
    return { kind, ...(owners && { owners }), unowned, predicate, ...within };
  }
}

/** The filter for a caller who has no mirror to join with. */
function listed(filter: CheckFilter): CheckFilter {
  if (filter.kind === 'owners' && !filter.owners) throw new RosterError(filterTooLarge);
  const { predicate: _, variants, ...shown } = filter;
  return {
    ...shown,
    ...(variants && { variants: variants.map((variant) => ({ ...variant, filter: listed(variant.filter) })) }),
  };
}
