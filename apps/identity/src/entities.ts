import { AccountEntity } from './accounts/account.entity.js';
import { InvitationEntity } from './invitations/invitation.entity.js';
import { MemberRolesEntity } from './member-roles/member-roles.entity.js';
import { MemberEntity } from './members/member.entity.js';
import { PendingCommandEntity } from './revocations/pending-command.entity.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SignUpEntity } from './sign-ups/sign-up.entity.js';
import { CredentialEntity } from './users/credential.entity.js';
import { UserEntity } from './users/user.entity.js';

export const entities = [
  UserEntity,
  CredentialEntity,
  AccountEntity,
  MemberEntity,
  MemberRolesEntity,
  SessionEntity,
  SignUpEntity,
  InvitationEntity,
  PendingCommandEntity,
];
