import type { TokenPurpose } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { EMAIL_CHANGE_UNDOS, EMAIL_CHANGES } from '../../credentials/email-changes/email-change.entity.js';
import { INVITATIONS } from '../invitations/invitation.entity.js';
import { IP_AUTHORIZATIONS } from '../../sign-in/ip-authorizations/ip-authorization.entity.js';
import { PASSWORD_RESETS } from '../../credentials/password-resets/password-reset.entity.js';
import { PHONE_CODES } from '../../credentials/phone-verifications/phone-verification.entity.js';
import { SIGN_UPS } from '../../people/users/sign-up.entity.js';

/** Resolves with null unless the token with this hash works right now. The transaction can read the rows that have it. */
type Lookup = (manager: EntityManager, tokenHash: string) => Promise<object | null>;

/** The lookup for each purpose, in the table that stores the hashes of its tokens. */
export const PENDING: Readonly<Record<TokenPurpose, Lookup>> = {
  invitation: (manager, tokenHash) => INVITATIONS.find(manager, { tokenHash }),
  'email-verification': (manager, tokenHash) => SIGN_UPS.find(manager, { tokenHash }),
  'password-reset': (manager, tokenHash) => PASSWORD_RESETS.find(manager, { tokenHash }),
  'email-change': (manager, tokenHash) => EMAIL_CHANGES.find(manager, { tokenHash }),
  'email-change-undo': (manager, undoHash) => EMAIL_CHANGE_UNDOS.find(manager, { undoHash }),
  'ip-authorization': (manager, tokenHash) => IP_AUTHORIZATIONS.find(manager, { tokenHash }),
  'phone-code': (manager, tokenHash) => PHONE_CODES.find(manager, { tokenHash }),
};
