import type { Account, AccountState } from '@roster/contracts';
import type { AccountEntity } from './account.entity.js';

type Given = Pick<AccountEntity, 'id' | 'name' | 'preset' | 'ownerMemberId' | 'createdAt'>;

/** The row of an account whose owner has not verified their address yet. */
export const newAccount = (given: Given): AccountEntity => ({
  status: 'pending',
  suspendedFor: null,
  timeZone: 'UTC',
  secondFactorRequired: false,
  ipRestrictions: false,
  sessionHours: null,
  idleMinutes: null,
  phone: null,
  phoneVerifiedAt: null,
  billingContactId: null,
  revision: 1,
  ...given,
});

export const toAccount = ({
  id,
  name,
  preset,
  status,
  suspendedFor,
  ownerMemberId,
  createdAt,
}: AccountEntity): Account => ({
  id,
  name,
  preset,
  status,
  ...(suspendedFor && { suspendedFor }),
  ownerMemberId,
  createdAt: createdAt.toISOString(),
});

/** The account as events carry it. */
export const accountState = ({
  id,
  name,
  preset,
  status,
  ownerMemberId,
  revision,
  createdAt,
}: AccountEntity): AccountState => ({
  id,
  name,
  preset,
  status,
  ownerMemberId,
  revision,
  createdAt: createdAt.toISOString(),
});
