import type { MemberRow, Preset, RoleReference, TeamReference } from '@roster/contracts';
import type { AccountEntity } from '../accounts/account.entity.js';
import type { MemberEntity } from '../members/member.entity.js';
import { toMember } from '../members/member.js';

/** What a row says of its member's account and product. */
export interface RowView {
  readonly account: Pick<AccountEntity, 'ownerMemberId'>;
  readonly preset: Pick<Preset, 'billingContact' | 'security'>;
  /** Whether people come in through the account's identity provider. */
  readonly enforced: boolean;
}

/** What a row says of the member himself. */
export type Shown = Parameters<typeof toMember>[0] & Pick<MemberEntity, 'agentAccess' | 'twoFactor'>;

/** The owner is the billing contact until somebody else is; and he keeps a way in besides the identity provider. */
export function toRow(
  member: Shown,
  { roles, teams }: { roles: RoleReference[]; teams: TeamReference[] },
  { account, preset, enforced }: RowView,
): MemberRow {
  const shown = toMember(member, account, roles);
  const saysTwoFactor = preset.security.twoFactorColumn && member.status !== 'invited';
  return {
    ...shown,
    isBillingContact: preset.billingContact !== 'none' && shown.isOwner,
    agentAccess: member.agentAccess,
    teams,
    twoFactor: saysTwoFactor ? member.twoFactor : null,
    ...(enforced && { enforcedAuth: !shown.isOwner }),
  };
}
