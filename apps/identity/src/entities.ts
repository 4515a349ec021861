import { ActivityEntity } from './activity/activity.entity.js';
import { ApiKeyEntity } from './api-keys/api-key.entity.js';
import { BackupCodeEntity } from './backup-codes/backup-code.entity.js';
import { ChallengeEntity } from './challenges/challenge.entity.js';
import { DeviceEntity } from './devices/device.entity.js';
import { IpAddressEntity } from './ip-addresses/ip-address.entity.js';
import { IpAuthorizationEntity } from './ip-authorizations/ip-authorization.entity.js';
import { AccountEntity } from './accounts/account.entity.js';
import { HandoverEntity } from './handovers/handover.entity.js';
import { InvitationEntity } from './invitations/invitation.entity.js';
import { MemberLabelEntity } from './member-labels/member-label.entity.js';
import { MemberRolesEntity } from './member-roles/member-roles.entity.js';
import { MemberTeamsEntity } from './member-teams/member-teams.entity.js';
import { MemberEntity } from './members/member.entity.js';
import { PasskeyChallengeEntity } from './passkeys/passkey-challenge.entity.js';
import { PasskeyEntity } from './passkeys/passkey.entity.js';
import { DeletionEntity } from './deletions/deletion.entity.js';
import { PendingCommandEntity } from './departures/pending-command.entity.js';
import { AuthorizationEntity } from './authorizations/authorization.entity.js';
import { ConnectionEntity } from './connections/connection.entity.js';
import { DomainEntity } from './domains/domain.entity.js';
import { SsoConnectionEntity } from './sso-connections/sso-connection.entity.js';
import { SsoIdentityEntity } from './sso-connections/sso-identity.entity.js';
import { EmailChangeEntity } from './email-changes/email-change.entity.js';
import { PasswordResetEntity } from './password-resets/password-reset.entity.js';
import { PhoneVerificationEntity } from './phone-verifications/phone-verification.entity.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SignUpEntity } from './sign-ups/sign-up.entity.js';
import { TotpSetupEntity } from './totp/totp-setup.entity.js';
import { TotpEntity } from './totp/totp.entity.js';
import { CredentialEntity } from './users/credential.entity.js';
import { UserEntity } from './users/user.entity.js';

export const entities = [
  UserEntity,
  CredentialEntity,
  PasswordResetEntity,
  EmailChangeEntity,
  AccountEntity,
  MemberEntity,
  MemberRolesEntity,
  MemberTeamsEntity,
  MemberLabelEntity,
  SessionEntity,
  SignUpEntity,
  InvitationEntity,
  PendingCommandEntity,
  DeletionEntity,
  ChallengeEntity,
  DeviceEntity,
  IpAddressEntity,
  IpAuthorizationEntity,
  ActivityEntity,
  PhoneVerificationEntity,
  HandoverEntity,
  TotpEntity,
  TotpSetupEntity,
  BackupCodeEntity,
  PasskeyEntity,
  PasskeyChallengeEntity,
  ApiKeyEntity,
  DomainEntity,
  SsoConnectionEntity,
  SsoIdentityEntity,
  AuthorizationEntity,
  ConnectionEntity,
];
