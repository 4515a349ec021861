import { words } from '../../../app/words.js';

export const useActWords = words('member-acts', {
  view: 'View profile',
  copy: 'Copy link to profile',
  copied: 'The link is copied. Whoever may see users here can open it.',
  cancel: 'Cancel',

  roles: 'Edit role',
  rolesTitle: 'Role of {{name}}',
  rolesLabel: 'Role',
  rolesRequired: 'Choose a role.',
  rolesAct: 'Save role',

  resend: 'Send invitation again',
  resendTitle: 'Send the invitation to {{name}} again?',
  resendWhy: 'They get a new link. The one they have stops working, and you answer for the invitation from now on.',
  resendAct: 'Send again',
  resendDone: 'The invitation is on its way to {{name}}.',

  withdraw: 'Withdraw invitation',
  withdrawTitle: 'Withdraw the invitation of {{name}}?',
  withdrawWhy:
    'The link in their mailbox stops working, and the seat is free again. Nothing is left of the invitation here.',
  withdrawAct: 'Withdraw invitation',
  withdrawDone: 'The invitation is withdrawn.',

  revoke: 'Revoke access',
  revokeTitle: 'Revoke the access of {{name}}?',
  revokeSessions: 'They are signed out everywhere at once, and cannot sign in again.',
  revokeSeat: 'Their seat is free for somebody else.',
  revokeAgent: 'Their {{agent}} access ends, and so does its seat.',
  revokeKept: 'Their profile and their records stay. You can give the access back, or delete them for good.',
  revokeAct: 'Revoke access',
  revokeDone: 'The access of {{name}} is revoked. In force everywhere.',

  reactivate: 'Reactivate',
  reactivateTitle: 'Give {{name}} their access back?',
  reactivateWhy: 'They come back with the role that they had, and take a seat again.',
  reactivateAgent:
    '{{agent}} access is not given back with it. It can be switched on afterwards, and takes a seat of its own.',
  reactivateAgentPrice:
    '{{agent}} access is not given back with it. It can be switched on afterwards; a seat beyond the free ones costs {{price}}.',
  reactivateAct: 'Reactivate',
  reactivateDone: '{{name}} has access again. In force everywhere.',

  deactivate: 'Deactivate',
  deactivateTitle: 'Deactivate {{name}}?',
  deactivateWhy:
    'They are signed out everywhere at once, and cannot sign in even with the right password. They stay in the list.',
  deactivateAct: 'Deactivate',
  deactivateDone: '{{name}} is inactive. In force everywhere.',

  activate: 'Activate',
  activateTitle: 'Activate {{name}}?',
  activateWhy: 'They can sign in again, with the roles that they had.',
  activateAct: 'Activate',
  activateDone: '{{name}} is active. In force everywhere.',

  transfer: 'Transfer ownership',
  transferTitle: 'Transfer this account to {{name}}?',
  transferWhy:
    'They may do everything here from then on, and only they can hand the account on. You stay a member and cannot take it back.',
  transferFormer: 'Your role from then on',
  transferType: 'Type {{email}} to confirm',
  transferAct: 'Transfer ownership',
  transferDone: '{{name}} owns this account now. In force everywhere.',

  bills: 'Transfer billing',
  billsTitle: 'Have the bills go to {{name}}?',
  billsWhy:
    'They get the bills and what else billing has to say, and see the bills here. It gives them no other right. Both of you are told by mail.',
  billsAct: 'Transfer billing',
  billsDone: 'The bills go to {{name}} from now on.',

  delete: 'Delete',
  deleteRevoked: 'Delete permanently',
  deleteTitle: 'Delete {{name}} permanently?',
  deleteWhy: 'Their access ends at once and nothing of their profile is left. This cannot be undone.',
  deleteRecords: 'What they own here',
  deleteCount: '{{type}}: {{many}}',
  deleteNoRecords: 'No records are registered as theirs.',
  deleteSuccessor: 'Who takes over their records',
  deleteSuccessorOptional: 'Nobody has to, since there are none.',
  deleteBills: 'Who gets the bills from then on',
  deleteType: 'Type {{name}} to confirm',
  deleteAct: 'Delete permanently',
  deleteDone: '{{name}} is deleted. In force everywhere.',
  deleteGoesOn: '{{name}} has no access any more. Their records are being handed over.',
});
