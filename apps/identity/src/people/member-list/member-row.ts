import type { MemberRow, Preset, RoleReference, TeamReference } from '@roster/contracts';
import type { AccountEntity } from '../accounts/account.entity.js';
import type { MemberEntity } from '../members/member.entity.js';
import { billingContactOf } from '../members/lifecycle.js';
import { toMember } from '../members/member.js';

/** What a row needs to know of its member's account and product. */
export interface RowView {
  readonly account: Pick<AccountEntity, 'ownerMemberId' | 'billingContactId'>;
  readonly preset: Pick<Preset, 'billingContact' | 'security'>;
  /** Whether the account's members sign in through its identity provider only. */
  readonly enforced: boolean;
}

/** What a row shows of the member. */
export type Shown = Parameters<typeof toMember>[0] & Pick<MemberEntity, 'agentAccess' | 'twoFactor'>;

/** The owner can always sign in without the identity provider. */
export function toRow(
  member: Shown,
  { roles, teams }: { roles: RoleReference[]; teams: TeamReference[] },
  { account, preset, enforced }: RowView,
): MemberRow {
  const shown = toMember(member, account, roles);
  const saysTwoFactor = preset.security.twoFactorColumn && member.status !== 'invited';
  return {
    ...shown,
    isBillingContact: billingContactOf(account, preset) === member.id,
    agentAccess: member.agentAccess,
    teams,
    twoFactor: saysTwoFactor ? member.twoFactor : null,
    ...(enforced && { enforcedAuth: !shown.isOwner }),
  };
}
