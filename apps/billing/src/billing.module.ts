import { Module, type ModuleMetadata } from '@nestjs/common';
import { Authorizer, Conditions, Decisions, EmbeddedAuthorizer } from '@roster/service-kit';
import { ConfirmationsService } from './confirmations/confirmations.service.js';
import { ConsentEntity } from './consents/consent.entity.js';
import { ConsentsHandlers } from './consents/consents.handlers.js';
import { ConsentsService } from './consents/consents.service.js';
import { InviterLimit } from './consents/inviter-limit.js';
import { BillingConditions } from './contacts/billing-conditions.js';
import { ContactEntity } from './contacts/contact.entity.js';
import { ContactMoves } from './contacts/contact-moves.js';
import { ContactsHandlers } from './contacts/contacts.handlers.js';
import { ContactsService } from './contacts/contacts.service.js';
import { DetailsEntity } from './details/details.entity.js';
import { DetailsHandlers } from './details/details.handlers.js';
import { DetailsService } from './details/details.service.js';
import { SeatLedger } from './ledger/ledger.js';
import { SeatKeyEntity, SeatPoolEntity } from './ledger/seat.entity.js';
import { Messages } from './subscriptions/messages.js';
import { Clock, SystemClock } from './periods/clock.js';
import { MonthsService } from './periods/months.service.js';
import { RenewalsService } from './periods/renewals.service.js';
import { PlansHandlers } from './plans/plans.handlers.js';
import { PlansService } from './plans/plans.service.js';
import { InvoiceLineEntity } from './invoices/invoice-line.entity.js';
import { Purchases } from './purchases/purchases.service.js';
import { QuoteEntity } from './quotes/quote.entity.js';
import { PlanOffers } from './quotes/plan-offers.js';
import { QuoteStore } from './quotes/quote.store.js';
import { QuotesHandlers } from './quotes/quotes.handlers.js';
import { SeatOffers } from './quotes/seat-offers.js';
import { QuotesService } from './quotes/quotes.service.js';
import { ClaimsService } from './seats/claims.service.js';
import { Refusals } from './seats/refusals.js';
import { SeatsHandlers } from './seats/seats.handlers.js';
import { SeatsService } from './seats/seats.service.js';
import { Raises } from './settings/raises.js';
import { SettingsHandlers } from './settings/settings.handlers.js';
import { SettingsService } from './settings/settings.service.js';
import { SubscriptionEntity } from './subscriptions/subscription.entity.js';
import { ChangeNews } from './subscriptions/change-news.js';
import { ChangesService } from './subscriptions/changes.service.js';
import { SubscriptionsHandlers } from './subscriptions/subscriptions.handlers.js';
import { SubscriptionsService } from './subscriptions/subscriptions.service.js';

export const entities = [
  SubscriptionEntity,
  SeatPoolEntity,
  SeatKeyEntity,
  QuoteEntity,
  ConsentEntity,
  InvoiceLineEntity,
  ContactEntity,
  DetailsEntity,
];

/** All of billing, by this clock. */
export const billing = (clock: Clock): ModuleMetadata => ({
  controllers: [
    PlansHandlers,
    SubscriptionsHandlers,
    SeatsHandlers,
    QuotesHandlers,
    ConsentsHandlers,
    SettingsHandlers,
    ContactsHandlers,
    DetailsHandlers,
  ],
  providers: [
    { provide: Clock, useValue: clock },
    PlansService,
    SubscriptionsService,
    ChangesService,
    MonthsService,
    RenewalsService,
    ChangeNews,
    SeatsService,
    ClaimsService,
    SeatLedger,
    Purchases,
    QuoteStore,
    SeatOffers,
    QuotesService,
    PlanOffers,
    ConsentsService,
    InviterLimit,
    SettingsService,
    Raises,
    Refusals,
    Messages,
    ContactMoves,
    ContactsService,
    DetailsService,
    { provide: Conditions, useClass: BillingConditions },
    ConfirmationsService,
    Decisions,
    { provide: Authorizer, useClass: EmbeddedAuthorizer },
  ],
  exports: [Authorizer, Conditions],
});

@Module(billing(new SystemClock()))
export class BillingModule {}
