import { memberNotActive, RosterError, serviceUnavailable } from '@roster/contracts';
import type { MemberEntity } from '../../people/members/member.entity.js';

export type AgentChange = Pick<MemberEntity, 'agentAccess'> & Partial<Pick<MemberEntity, 'agentSeatKey'>>;

/**
 * What the switch changes of a member whose row is locked; undefined where it stands there already. Rejects with
 * `member.not-active` for one who has lost his access, and with `service.unavailable` where somebody has just turned it
 * off, so that there is no seat: asked again, there is one.
 */
export function agentChange(
  { status, agentAccess }: Pick<MemberEntity, 'status' | 'agentAccess'>,
  enabled: boolean,
  seatKey: string | null,
): AgentChange | undefined {
  if (status === 'revoked') throw new RosterError(memberNotActive);
  if (agentAccess === enabled) return undefined;
  // The key of the seat stays, so that billing sees which one is free.
  if (!enabled) return { agentAccess: false };
  if (!seatKey) throw new RosterError(serviceUnavailable);
  return { agentAccess: true, agentSeatKey: seatKey };
}
