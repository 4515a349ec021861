import { NIL } from 'uuid';
import type {
  Delivery,
  EmailVerificationRequested,
  MemberInvited,
  InvitationResent,
  MailRequested,
  TokenReference,
} from '@roster/contracts';
import type { MailContent } from '../templates/render.js';
import type { DeliveryEntity } from './delivery.entity.js';

/** A mail that an event asks for. */
export interface MailOrder {
  readonly accountId: string;
  readonly recipient: string;
  readonly content: MailContent;
  readonly tokenReference: TokenReference | null;
}

/**
 * The account of mails that concern a person and no account. Nobody can sign in to it, so nobody can list its
 * deliveries.
 */
export const PERSONAL = NIL;

export const invitationMail = ({ account, member, invitation }: MemberInvited | InvitationResent): MailOrder => ({
  accountId: account.id,
  recipient: member.email,
  content: {
    template: 'invitation',
    words: { accountName: account.name, invitedBy: invitation.invitedBy },
    expiresAt: invitation.expiresAt,
    sender: invitation.sender ?? null,
  },
  tokenReference: { purpose: 'invitation', id: invitation.id, generation: invitation.generation },
});

export const verificationMail = (request: EmailVerificationRequested): MailOrder => ({
  accountId: request.accountId,
  recipient: request.email,
  content: {
    template: 'email-verification',
    words: { accountName: request.accountName, firstName: request.firstName },
    expiresAt: request.verification.expiresAt,
    ...(request.origin && { origin: request.origin }),
  },
  tokenReference: {
    purpose: 'email-verification',
    id: request.verification.id,
    generation: request.verification.generation,
  },
});

export const requestedMail = (accountId: string | undefined, request: MailRequested): MailOrder => ({
  accountId: accountId ?? PERSONAL,
  recipient: request.recipient,
  content: {
    template: request.template,
    words: request.words,
    expiresAt: request.expiresAt,
    ...(request.origin && { origin: request.origin }),
    sender: request.sender,
  },
  tokenReference: request.link,
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
