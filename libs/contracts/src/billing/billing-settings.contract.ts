import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, Max, Min, registerDecorator, ValidateIf, ValidateNested } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { reauthenticationRequired } from '../core/errors.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';
import { consentNotFound, consentUsed } from './consent.contract.js';
import { MOST_QUOTED_SEATS, quoteExpired } from './quote.contract.js';
import { seatConsentRequired } from './seat.contract.js';

/** Seats of a pool that are bought without asking anybody. */
export class AutoBuy {
  /** Counted in bought seats. */
  @IsInt()
  @Min(0)
  @Max(MOST_QUOTED_SEATS)
  upTo!: number;
}

const isAutoBuy = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'upTo') return false;
  const { upTo } = value as { upTo: unknown };
  return Number.isInteger(upTo) && Number(upTo) >= 0 && Number(upTo) <= MOST_QUOTED_SEATS;
};

const IsAutoBuyByPool = (): PropertyDecorator => (target, propertyName) =>
  registerDecorator({
    name: 'isAutoBuyByPool',
    target: target.constructor,
    propertyName: propertyName as string,
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.keys(value).length <= 20 &&
        Object.values(value).every(isAutoBuy),
      defaultMessage: () => '$property must be like { "users": { "upTo": 20 } }',
    },
  });

export class InviterMayBuy {
  /** How many seats all inviters together may buy in a month of the subscription. */
  @IsInt()
  @Min(0)
  @Max(MOST_QUOTED_SEATS)
  perPeriod!: number;
}

export class BillingSettings {
  /** Pool → how many seats are bought without a person asking: sign-in of people who are new. */
  @Described({
    type: 'object',
    additionalProperties: { type: 'object', properties: { upTo: { type: 'integer' } }, required: ['upTo'] },
  })
  autoBuy!: Record<string, AutoBuy>;
  /** Null: only who may edit the billing buys. */
  inviterMayBuy!: InviterMayBuy | null;
}

export const getBillingSettings = rpc({
  context: 'billing',
  noun: 'settings',
  verb: 'get',
  http: { method: 'GET', path: '/v1/billing/settings', tag: 'Billing', summary: 'Show who may buy seats' },
  description: 'Shows who may buy seats besides those who may edit the billing, and how many.',
  permission: 'billing:view',
  input: Nothing,
  output: BillingSettings,
  errors: [accountNotFound],
  callers: ['gateway'],
});

export class ChangeBillingSettings {
  /** All pools for which it is on from now on. */
  @IsOptional()
  @IsObject()
  @IsAutoBuyByPool()
  @Described({
    type: 'object',
    additionalProperties: { type: 'object', properties: { upTo: { type: 'integer' } }, required: ['upTo'] },
  })
  autoBuy?: Record<string, AutoBuy>;

  @ValidateIf((_, value) => value !== undefined && value !== null)
  @ValidateNested()
  @Type(() => InviterMayBuy)
  inviterMayBuy?: InviterMayBuy | null;

  /** The consent to the price of what may be bought from now on; wanted where it is more than before. */
  @IsOptional()
  @IsId()
  consentId?: string;
}

/** Lets seats be bought by others than who may edit the billing. More than before wants a consent that shows the price. */
export const changeBillingSettings = rpc({
  context: 'billing',
  noun: 'settings',
  verb: 'change',
  http: { method: 'PATCH', path: '/v1/billing/settings', tag: 'Billing', summary: 'Change who may buy seats' },
  description:
    'Lets seats be bought by people who invite others, or without anybody asking. More than before is refused with a quote: the same request with the consent to it is done.',
  permission: 'billing:edit',
  input: ChangeBillingSettings,
  output: BillingSettings,
  errors: [accountNotFound, seatConsentRequired, quoteExpired, consentNotFound, consentUsed, reauthenticationRequired],
  callers: ['gateway'],
  freshProof: 'sign-in',
});
