import type {
  Delivery,
  EmailVerificationRequested,
  MemberInvited,
  InvitationResent,
  TokenReference,
} from '@roster/contracts';
import type { MailContent } from '../templates/render.js';
import type { DeliveryEntity } from './delivery.entity.js';

/** A mail that an event asks for. */
export interface MailOrder {
  readonly accountId: string;
  readonly recipient: string;
  readonly content: MailContent;
  readonly tokenReference: TokenReference;
}

export const invitationMail = ({ account, member, invitation }: MemberInvited | InvitationResent): MailOrder => ({
  accountId: account.id,
  recipient: member.email,
  content: {
    template: 'invitation',
    accountName: account.name,
    invitedBy: invitation.invitedBy,
    expiresAt: invitation.expiresAt,
  },
  tokenReference: { purpose: 'invitation', id: invitation.id, generation: invitation.generation },
});

export const verificationMail = (request: EmailVerificationRequested): MailOrder => ({
  accountId: request.accountId,
  recipient: request.email,
  content: {
    template: 'email-verification',
    accountName: request.accountName,
    firstName: request.firstName,
    expiresAt: request.verification.expiresAt,
  },
  tokenReference: {
    purpose: 'email-verification',
    id: request.verification.id,
    generation: request.verification.generation,
  },
});

/** A delivery as its account sees it. */
export const delivery = (row: DeliveryEntity): Delivery => ({
  id: row.id,
  template: row.template,
  recipient: row.recipient,
  state: row.state,
  attempts: row.attempts,
  lastError: row.lastError,
  createdAt: row.createdAt.toISOString(),
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  sentAt: row.sentAt?.toISOString() ?? null,
});
