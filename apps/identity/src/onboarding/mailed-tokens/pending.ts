import type { TokenPurpose } from '@roster/contracts';
import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import { EmailChangeEntity } from '../../credentials/email-changes/email-change.entity.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { IpAuthorizationEntity } from '../../sign-in/ip-authorizations/ip-authorization.entity.js';
import { PasswordResetEntity } from '../../credentials/password-resets/password-reset.entity.js';
import { PhoneVerificationEntity } from '../../credentials/phone-verifications/phone-verification.entity.js';
import { SignUpEntity } from '../../people/users/sign-up.entity.js';

/** Whether the token with this hash works right now. The transaction can read the rows that have this hash. */
type Lookup = (manager: EntityManager, tokenHash: string, now: Date) => Promise<boolean>;

/** The lookup for each purpose, in the table that stores the hashes of its tokens. */
export const PENDING: Readonly<Record<TokenPurpose, Lookup>> = {
  invitation: (manager, tokenHash, now) =>
    manager.existsBy(InvitationEntity, { tokenHash, state: 'pending', expiresAt: MoreThan(now) }),
  'email-verification': (manager, tokenHash, now) =>
    manager.existsBy(SignUpEntity, { tokenHash, expiresAt: MoreThan(now) }),
  'password-reset': (manager, tokenHash, now) =>
    manager.existsBy(PasswordResetEntity, { tokenHash, closedAt: IsNull(), expiresAt: MoreThan(now) }),
  'email-change': (manager, tokenHash, now) =>
    manager.existsBy(EmailChangeEntity, { tokenHash, closedAt: IsNull(), expiresAt: MoreThan(now) }),
  'email-change-undo': (manager, undoHash, now) =>
    manager.existsBy(EmailChangeEntity, { undoHash, undoExpiresAt: MoreThan(now) }),
  'ip-authorization': (manager, tokenHash, now) =>
    manager.existsBy(IpAuthorizationEntity, { tokenHash, expiresAt: MoreThan(now) }),
  'phone-code': (manager, tokenHash, now) =>
    manager.existsBy(PhoneVerificationEntity, { tokenHash, expiresAt: MoreThan(now) }),
};
