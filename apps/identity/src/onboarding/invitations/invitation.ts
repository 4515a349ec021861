import {
  normaliseEmail,
  readableEmail,
  type ActPart,
  invitationRejected,
  RosterError,
  type FieldError,
  type Invitation,
  type InvitationNotice,
  type MailSender,
  type MemberStatus,
  type Promised,
  type Rejection,
} from '@roster/contracts';
import type { MemberEntity } from '../../people/members/member.entity.js';
import type { InvitationEntity } from './invitation.entity.js';

export const isOpen = ({ state, expiresAt }: Pick<InvitationEntity, 'state' | 'expiresAt'>, now: Date): boolean =>
  state === 'pending' && expiresAt > now;

export const toInvitation = (invitation: InvitationEntity): Invitation => ({
  id: invitation.id,
  memberId: invitation.memberId,
  email: readableEmail(invitation.email),
  state: invitation.state,
  createdAt: invitation.createdAt.toISOString(),
  expiresAt: invitation.expiresAt.toISOString(),
});

/**
 * What whoever answers for the invitation must be able to give: the roles, permissions of the member's own, and agent
 * access if it was promised and not taken back since.
 */
export const promisedBy = (
  invitation: Pick<InvitationEntity, 'agentAccess'>,
  { roleIds, agentAccess, grants }: Pick<MemberEntity, 'roleIds' | 'agentAccess' | 'grants'>,
): Promised => ({
  roleIds,
  ...(invitation.agentAccess && agentAccess && { agentAccess }),
  ...(grants && { grants }),
});

/** What the mail needs, without the token: notifications fetches that when it sends the mail. */
export const noticeOf = (
  { id, generation, expiresAt, invitedBy }: InvitationEntity,
  sender: MailSender | null,
): InvitationNotice => ({
  id,
  generation,
  expiresAt: expiresAt.toISOString(),
  invitedBy,
  sender,
});

const MESSAGES: Record<Rejection, string> = {
  invalid: 'is not an e-mail address',
  duplicate: 'is in the list twice',
  member: 'belongs to a member already',
  invited: 'has been invited already',
  revoked: 'belongs to a member whose access was revoked',
};

const HELD: Record<Exclude<MemberStatus, 'deleted'>, Rejection> = {
  invited: 'invited',
  active: 'member',
  inactive: 'member',
  revoked: 'revoked',
};

/** The status of every address with a member who is not deleted. */
type Holders = ReadonlyMap<string, Exclude<MemberStatus, 'deleted'>>;

/** An address of a batch, normalised, and what stands against an invitation. */
interface Judged {
  readonly email: string | undefined;
  readonly rejection: { readonly code: Rejection; readonly message: string } | undefined;
}

export function judged(typed: readonly string[], holders: Holders): Judged[] {
  const seen = new Set<string>();
  return typed.map((text) => {
    const email = normaliseEmail(text);
    const code = rejectionOf(email, email !== undefined && seen.has(email), holders);
    if (email !== undefined) seen.add(email);
    return { email, rejection: code && { code, message: MESSAGES[code] } };
  });
}

/**
 * The addresses of a batch, normalised. Throws `invitation.rejected` with all addresses that cannot be invited, so that
 * either all are invited or none.
 */
export function inviteable(typed: readonly string[], holders: Holders): string[] {
  const addresses = judged(typed, holders);
  const errors = addresses.flatMap(({ rejection }, at): FieldError[] =>
    rejection ? [{ path: `emails[${at}]`, ...rejection }] : [],
  );
  if (errors.length > 0) throw new RosterError(invitationRejected, undefined, { details: { errors } });
  return addresses.flatMap(({ email }) => email ?? []);
}

function rejectionOf(email: string | undefined, isRepeated: boolean, holders: Holders): Rejection | undefined {
  if (email === undefined) return 'invalid';
  if (isRepeated) return 'duplicate';
  const held = holders.get(email);
  return held && HELD[held];
}

interface InvitationFacts {
  readonly id: string;
  readonly [fact: string]: unknown;
}

/** What the audit trail says of an invitation: never its address or its link. */
export function invitationPart(before: InvitationFacts | null, after: InvitationFacts | null): ActPart[] {
  const id = (after ?? before)?.id ?? '';
  return [{ kind: 'invitation', id, before, after }];
}
