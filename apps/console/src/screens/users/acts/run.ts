import { api, bodyOf } from '../../../api/client.js';
import type { LeftInvitation } from '../../../parts/left-invitations.js';
import { invitationOf } from '../members.js';
import type { Act } from './acts.js';

const by = (memberId: string) => ({ params: { path: { memberId } } });

async function withInvitation(memberId: string, act: (invitationId: string) => Promise<unknown>): Promise<void> {
  const invitation = await invitationOf(memberId);
  if (invitation) await act(invitation.id);
}

/** What takes no more than a yes. */
const RUN = {
  resend: (id: string) =>
    withInvitation(id, (invitationId) =>
      api.POST('/v1/invitations/{invitationId}/resend', { params: { path: { invitationId } } }),
    ),
  withdraw: (id: string) =>
    withInvitation(id, (invitationId) =>
      api.DELETE('/v1/invitations/{invitationId}', { params: { path: { invitationId } } }),
    ),
  revoke: (id: string) => leftBy(api.POST('/v1/members/{memberId}/revoke', by(id))),
  reactivate: (id: string) => api.POST('/v1/members/{memberId}/reactivate', { ...by(id), body: {} }),
  activate: (id: string) => api.POST('/v1/members/{memberId}/activate', by(id)),
  deactivate: (id: string) => leftBy(api.POST('/v1/members/{memberId}/deactivate', by(id))),
  bills: (memberId: string) => api.PUT('/v1/billing/contact', { body: { memberId } }),
} as const;

/** The open invitations that nobody answers for any more, from the answer of what has taken somebody's access. */
async function leftBy(
  answer: Promise<{ data?: { openInvitations: readonly LeftInvitation[] | null } }>,
): Promise<readonly LeftInvitation[]> {
  return (await bodyOf(answer)).openInvitations ?? [];
}

export type Simple = keyof typeof RUN;
export const isSimple = (act: Act): act is Simple => Object.hasOwn(RUN, act);

/** Does it to a member, without asking. Resolves with the invitations that they leave. */
export async function run(act: Simple, memberId: string): Promise<readonly LeftInvitation[]> {
  const left = await RUN[act](memberId);
  return Array.isArray(left) ? (left as readonly LeftInvitation[]) : [];
}
