import { privilegeAboveOwn } from '../../access/role.contract.js';
import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { MemberId, memberIsOwner, memberNotFound } from '../people/member.contract.js';
import { SessionList } from './session.contract.js';

const session = { context: 'identity', noun: 'session' } as const;

export const listMemberSessions = rpc({
  ...session,
  verb: 'list-of-member',
  http: {
    method: 'GET',
    path: '/v1/members/:memberId/sessions',
    tag: 'Members',
    summary: 'List a member’s sessions in this account',
  },
  description:
    'Lists where a member is signed in to this account: since when, from which address, and with what device.',
  permission: 'security:view',
  input: MemberId,
  output: SessionList,
  errors: [memberNotFound],
  callers: ['gateway'],
});

/**
 * Ends all of a member's sessions in this account: the owner's only by the owner, and those of nobody above the person who
 * asks. The member may sign in again: to keep them out, their access is revoked.
 */
export const endMemberSessions = rpc({
  ...session,
  verb: 'end-of-member',
  http: {
    method: 'DELETE',
    path: '/v1/members/:memberId/sessions',
    tag: 'Members',
    summary: 'End a member’s sessions in this account',
    endsSessions: true,
  },
  description:
    'Signs a member out of this account everywhere. They can sign in again: to keep them out, revoke their access.',
  permission: 'security:edit',
  input: MemberId,
  output: Nothing,
  errors: [memberNotFound, memberIsOwner, privilegeAboveOwn],
  callers: ['gateway'],
});
