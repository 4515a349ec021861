import { Transform } from 'class-transformer';
import { IsISO31661Alpha2, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { normaliseEmail } from '../core/email.js';
import { IsName } from '../core/name.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';

/** To whom bills are written. All null until somebody has said it. */
export class BillingDetails {
  company!: string | null;
  /** Street, postcode and town, in lines. */
  address!: string | null;
  /** ISO 3166-1 alpha-2: `DE`. */
  country!: string | null;
  /** The number under which the company pays taxes. */
  vatId!: string | null;
  /** What the company wants to find on its bills, such as an order number. */
  reference!: string | null;
  /** Where bills are sent besides the billing contact. */
  email!: string | null;
}

/** In the one spelling in which addresses are stored; what is no address is refused. */
const IsAddress = (): PropertyDecorator => (target, property) => {
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (normaliseEmail(value) ?? 'no address') : value,
  )(target, property);
  Matches(/@/, { message: '$property must be an e-mail address' })(target, property);
};

export class SetBillingDetails {
  @IsName(200)
  company!: string;

  /** Street, postcode and town: at most eight lines. */
  @IsString()
  @MaxLength(500)
  @Matches(/\S/, { message: '$property must say where the company is' })
  @Matches(/^[^\p{Cc}]*(?:\r?\n[^\p{Cc}]*){0,7}$/u, { message: '$property must be at most eight lines of text' })
  address!: string;

  /** ISO 3166-1 alpha-2: `DE`. */
  @IsISO31661Alpha2()
  country!: string;

  @IsOptional()
  @Matches(/^[A-Z0-9][A-Z0-9 ./-]{1,28}[A-Z0-9]$/, {
    message: '$property must be a tax number of 3 to 30 capital letters and digits',
  })
  vatId?: string;

  @IsOptional()
  @IsName(100)
  reference?: string;

  @IsOptional()
  @IsAddress()
  email?: string;
}

const details = {
  context: 'billing',
  noun: 'details',
  output: BillingDetails,
  errors: [accountNotFound],
  callers: ['gateway'],
} as const;

export const getBillingDetails = rpc({
  ...details,
  verb: 'get',
  http: { method: 'GET', path: '/v1/billing/details', tag: 'Billing', summary: 'Show to whom bills are written' },
  description: 'Shows the company and address that stand on the bills of the account.',
  permission: 'billing:view',
  orWhen: 'billingContact',
  input: Nothing,
});

export const setBillingDetails = rpc({
  ...details,
  verb: 'set',
  http: { method: 'PUT', path: '/v1/billing/details', tag: 'Billing', summary: 'Say to whom bills are written' },
  description:
    'Sets the company and address that stand on the bills of the account from the next one on. What is left out is taken away.',
  permission: 'billing:edit',
  input: SetBillingDetails,
});
