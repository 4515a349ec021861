import { useProduct } from '../../../app/product.js';
import { useMay, useMe } from '../../../app/session.js';
import type { MemberRow } from '../members.js';

/** What can be done to a member from the list or from their page. */
export type Act =
  | 'roles'
  | 'resend'
  | 'withdraw'
  | 'reactivate'
  | 'activate'
  | 'deactivate'
  | 'bills'
  | 'transfer'
  | 'revoke'
  | 'delete';

/** What the person who is signed in may do to this member, and the member's status and the product allow. */
export function useActs(): (member: MemberRow) => readonly Act[] {
  const may = useMay();
  const me = useMe();
  const { roleCardinality, lifecycle, billingContact } = useProduct();
  const mayMoveBills = me.member.isOwner || (me.member.isBillingContact && may('billing:edit'));
  return ({ id, status, isOwner, isBillingContact, isBeingDeleted }) => {
    if (isBeingDeleted || status === 'deleted') return [];
    const isIn = status === 'active' || status === 'inactive';
    const isMe = id === me.member.id;
    const can: Readonly<Record<Act, boolean>> = {
      roles: roleCardinality !== 'none' && may('members:edit') && may('roles:view') && !isOwner && status !== 'revoked',
      resend: status === 'invited' && may('members:invite'),
      withdraw: status === 'invited' && may('members:invite'),
      reactivate: status === 'revoked' && may('members:revoke'),
      activate: status === 'inactive' && lifecycle.activeSwitch && may('members:edit'),
      deactivate: status === 'active' && lifecycle.activeSwitch && may('members:edit') && !isOwner,
      bills: billingContact === 'member' && mayMoveBills && status === 'active' && !isBillingContact,
      transfer: me.member.isOwner && status === 'active' && !isMe,
      revoke: isIn && may('members:revoke') && !isOwner,
      delete: may('members:delete') && !isOwner && (status === 'revoked' || (isIn && !lifecycle.deleteRequiresRevoked)),
    };
    return (Object.keys(can) as Act[]).filter((act) => can[act]);
  };
}
