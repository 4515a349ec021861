import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  changeBillingSettings,
  quoteExpired,
  RosterError,
  seatConsentRequired,
  type BillingSettings,
  type CallContext,
  type ChangeBillingSettings,
} from '@roster/contracts';
import { Database, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { ConsentsService } from '../consents/consents.service.js';
import { Messages } from '../subscriptions/messages.js';
import { PlansService } from '../plans/plans.service.js';
import type { Allowances } from '../quotes/terms.js';
import { SubscriptionEntity } from '../subscriptions/subscription.entity.js';
import { findSubscription, lockSubscription } from '../subscriptions/subscription.store.js';
import { allowancesOf } from './allowances.js';
import { Raises } from './raises.js';

/** Who may buy seats besides those who may edit the billing. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly consents: ConsentsService,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly messages: Messages,
    private readonly plans: PlansService,
    private readonly raises: Raises,
  ) {}

  get(context: CallContext): Promise<BillingSettings> {
    const { accountId } = signedIn(context);
    return this.database.inAccount(accountId, async (manager) => {
      const subscription = await findSubscription(manager, accountId);
      return shown(allowancesOf(subscription, this.plans.preset(subscription.preset)));
    });
  }

  /** More than before takes a consent; without one, or with an outdated one, the refusal has a new quote. */
  async change(input: ChangeBillingSettings, context: CallContext): Promise<BillingSettings> {
    const call = signedIn(context);
    const { accountId } = call;
    try {
      return await this.database.inAccount(accountId, (manager) =>
        this.idempotency.run(manager, call, changeBillingSettings, input, () => this.changeIn(manager, input, call)),
      );
    } catch (error) {
      const isUnpaid = error instanceof RosterError && (error.is(seatConsentRequired) || error.is(quoteExpired));
      if (!isUnpaid) throw error;
      const quote = await this.database.inAccount(accountId, (manager) => this.raises.quote(manager, input, call));
      throw new RosterError(error.kind, undefined, { details: { quote } });
    }
  }

  private async changeIn(
    manager: EntityManager,
    { consentId, ...input }: ChangeBillingSettings,
    call: SignedIn,
  ): Promise<BillingSettings> {
    const { accountId, actor } = call;
    const subscription = await lockSubscription(manager, accountId);
    const { present, next, raises } = await this.raises.compare(manager, subscription, input);
    if (raises.length > 0) {
      if (!consentId) throw new RosterError(seatConsentRequired);
      const consent = await this.consents.usable(manager, { accountId, memberId: actor.memberId }, consentId);
      if (!isDeepStrictEqual(consent.terms.allowances, next)) throw new RosterError(quoteExpired);
      await this.consents.use(manager, consent);
    }
    if (isDeepStrictEqual(present, next)) return shown(next);
    // What nobody has set goes on following the product.
    const settings = {
      ...subscription.settings,
      ...(input.autoBuy && { autoBuy: next.autoBuy }),
      ...(input.inviterMayBuy !== undefined && { inviterMayBuy: next.inviterMayBuy }),
    };
    await manager.update(SubscriptionEntity, { accountId }, { settings: settings as object });
    const parts = [{ kind: 'billing-settings', id: accountId, before: shown(present), after: shown(next) }];
    const target = { type: 'account', id: accountId };
    await this.messages.act(manager, accountId, { action: 'billing-settings.changed', target, parts }, call);
    return shown(next);
  }
}

const shown = ({ autoBuy, inviterMayBuy }: Allowances): BillingSettings => ({
  autoBuy: Object.fromEntries(Object.entries(autoBuy).map(([pool, { upTo }]) => [pool, { upTo }])),
  inviterMayBuy: inviterMayBuy && { perPeriod: inviterMayBuy.perPeriod },
});
