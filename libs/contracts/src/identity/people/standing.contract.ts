import { IsOptional } from 'class-validator';
import { IsId } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import { memberNotFound } from './member.contract.js';

export class StandingQuery {
  @IsId()
  accountId!: string;

  /** The account's owner unless said. */
  @IsOptional()
  @IsId()
  memberId?: string;
}

/** Who owns the account, and whether a member is active, as of these revisions. */
export class Standing {
  ownerMemberId!: string;
  accountRevision!: number;
  memberId!: string;
  isActive!: boolean;
  revision!: number;
}

/** Billing asks before a member gets the bills. A service account is no member here. */
export const getStanding = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'standing',
  permission: { open: 'service' },
  input: StandingQuery,
  output: Standing,
  errors: [memberNotFound],
  callers: ['billing'],
});

/** The mark of who gets the bills moves, in lists and for the person whose own it is. */
export class BillingMarkMoved {
  /** Null: the owner. */
  memberId!: string | null;
}

export const billingMarkMoved = event({
  context: 'identity',
  noun: 'member',
  past: 'billing-mark-moved',
  version: 1,
  data: BillingMarkMoved,
  consumers: [],
  notices: [
    { noun: 'member', permission: 'members:view', id: () => null },
    { noun: 'account', permission: { open: 'account' } },
  ],
});
