import { ActivityEntity } from './people/activity/activity.entity.js';
import { ApiKeyEntity } from './sessions/api-keys/api-key.entity.js';
import { BackupCodeEntity } from './credentials/backup-codes/backup-code.entity.js';
import { ChallengeEntity } from './credentials/challenge.entity.js';
import { DeviceEntity } from './sessions/devices/device.entity.js';
import { IpAddressEntity } from './sign-in/ip-addresses/ip-address.entity.js';
import { IpAuthorizationEntity } from './sign-in/ip-authorizations/ip-authorization.entity.js';
import { AccountEntity } from './people/accounts/account.entity.js';
import { HandoverEntity } from './offboarding/handovers/handover.entity.js';
import { InvitationEntity } from './onboarding/invitations/invitation.entity.js';
import { MemberLabelEntity } from './people/member-labels/member-label.entity.js';
import { MemberRolesEntity } from './people/member-labels/member-roles.entity.js';
import { MemberTeamsEntity } from './people/member-labels/member-teams.entity.js';
import { MemberEntity } from './people/members/member.entity.js';
import { PasskeyChallengeEntity } from './credentials/passkeys/passkey-challenge.entity.js';
import { PasskeyEntity } from './credentials/passkeys/passkey.entity.js';
import { DeletionEntity } from './offboarding/deletions/deletion.entity.js';
import { PendingCommandEntity } from './offboarding/revocations/pending-command.entity.js';
import { AuthorizationEntity } from './sso/oauth-states/authorization.entity.js';
import { ConnectionEntity } from './credentials/connection.entity.js';
import { DomainEntity } from './sso/domains/domain.entity.js';
import { SsoConnectionEntity } from './people/accounts/sso-connection.entity.js';
import { SsoIdentityEntity } from './sso/sso-connections/sso-identity.entity.js';
import { EmailChangeEntity } from './credentials/email-changes/email-change.entity.js';
import { PasswordResetEntity } from './credentials/password-resets/password-reset.entity.js';
import { PhoneVerificationEntity } from './credentials/phone-verifications/phone-verification.entity.js';
import { SessionEntity } from './sessions/sessions/session.entity.js';
import { SignUpEntity } from './people/users/sign-up.entity.js';
import { TotpSetupEntity } from './credentials/totp/totp-setup.entity.js';
import { TotpEntity } from './credentials/totp/totp.entity.js';
import { CredentialEntity } from './people/users/credential.entity.js';
import { UserEntity } from './people/users/user.entity.js';

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
