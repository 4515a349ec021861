import { memberNotActive, RosterError, serviceUnavailable } from '@roster/contracts';
import type { MemberEntity } from '../../people/members/member.entity.js';

export type AgentChange = Pick<MemberEntity, 'agentAccess'> & Partial<Pick<MemberEntity, 'agentSeatKey'>>;

/**
 * What the switch changes in a member whose row is locked; undefined if it is set already. Rejects with
 * `member.not-active` if the member has lost their access, and with `service.unavailable` if a parallel request has
 * just turned agent access off, so that no seat was reserved: a second try reserves one.
 */
export function agentChange(
  { status, agentAccess }: Pick<MemberEntity, 'status' | 'agentAccess'>,
  enabled: boolean,
  seatKey: string | null,
): AgentChange | undefined {
  if (status === 'revoked') throw new RosterError(memberNotActive);
  if (agentAccess === enabled) return undefined;
  // The key of the seat is kept, so that billing learns which one is free.
  if (!enabled) return { agentAccess: false };
  if (!seatKey) throw new RosterError(serviceUnavailable);
  return { agentAccess: true, agentSeatKey: seatKey };
}
