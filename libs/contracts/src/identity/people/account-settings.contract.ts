import { IsOptional } from 'class-validator';
import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { accountNotOwner } from '../offboarding/ownership.contract.js';
import { Account, IsAccountName } from '../onboarding/account.contract.js';
import { IsTimeZoneName } from './time-zone.contract.js';

/** The account's own page. */
export class AccountDetails extends Account {
  /** IANA's name. Where it belongs to the owner's profile, nobody else is told (ID-47). */
  timeZone?: string;
  /** When the owner confirmed a telephone number; null: not yet (RP-31). */
  phoneVerifiedAt!: string | null;
}

export const getAccount = rpc({
  context: 'identity',
  noun: 'account',
  verb: 'get',
  http: { method: 'GET', path: '/v1/account', tag: 'Accounts', summary: 'Show the account' },
  description: 'Shows the account’s name, owner, product, time zone and settings.',
  permission: { open: 'self' },
  input: Nothing,
  output: AccountDetails,
  callers: ['gateway'],
});

/** What is left out stays as it is. */
export class EditAccount {
  @IsOptional()
  @IsAccountName()
  name?: string;

  /** IANA's name, such as `Europe/Vienna`. */
  @IsOptional()
  @IsTimeZoneName()
  timeZone?: string;
}

/** Where the product has the time zone in the owner's profile, the owner alone sets it. */
export const editAccount = rpc({
  context: 'identity',
  noun: 'account',
  verb: 'edit',
  http: { method: 'PATCH', path: '/v1/account', tag: 'Accounts', summary: 'Edit the account' },
  description: 'Changes the name or the settings of the account. Some of them only the owner may change.',
  permission: 'settings:edit',
  input: EditAccount,
  output: AccountDetails,
  errors: [accountNotOwner],
  callers: ['gateway'],
});
