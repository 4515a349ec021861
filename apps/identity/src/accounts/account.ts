import type { Account, AccountState } from '@roster/contracts';
import type { AccountEntity } from './account.entity.js';

export const toAccount = ({ id, name, preset, status, ownerMemberId, createdAt }: AccountEntity): Account => ({
  id,
  name,
  preset,
  status,
  ownerMemberId,
  createdAt: createdAt.toISOString(),
});

/** The account as events carry it. */
export const accountState = ({ id, name, preset, status, ownerMemberId, revision }: AccountEntity): AccountState => ({
  id,
  name,
  preset,
  status,
  ownerMemberId,
  revision,
});
