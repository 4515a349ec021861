import { rpc } from '../core/contract.js';
import { memberLastAdministrator, privilegeAboveOwn } from '../access/role.contract.js';
import { Member, MemberId, memberIsOwner, memberNotFound } from './member.contract.js';

export class MemberWrite {
  member!: Member;
  version?: number;
}

/** Takes access away at once, ends the member's sessions and frees the seat; an invited member's invitation is withdrawn. */
export const revokeMember = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'revoke',
  permission: 'members:revoke',
  input: MemberId,
  output: MemberWrite,
  errors: [memberNotFound, memberIsOwner, privilegeAboveOwn, memberLastAdministrator],
  callers: ['gateway'],
});
