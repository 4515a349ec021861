import { partyOf, type ActingParty, type CallContext, type MailOrigin } from '@roster/contracts';
import { deviceOf } from '../../core/device.js';

/** To whom a mail goes: a member, if it is about their account, which then lists it; else the person alone. */
export type Reader = { readonly accountId: string; readonly memberId: string } | { readonly userId: string };

/** The call that did what the mail tells of; or, where an event tells of it, who did it and when. */
export interface Cause extends Pick<CallContext, 'client' | 'actor'> {
  readonly by?: ActingParty;
  /** RFC 3339; now, unless said. */
  readonly at?: string;
}

/** When it happened, and from where if it was the reader, or somebody in their name. Nobody learns where others are. */
export function originOf(reader: Reader, cause: Cause, timeZone: string): MailOrigin {
  const { address, userAgent } = (isReader(reader, cause) && cause.client) || {};
  return {
    at: cause.at ?? new Date().toISOString(),
    timeZone,
    address: address ?? null,
    device: deviceOf(userAgent ?? null) || null,
  };
}

/** Without an actor it was done with the reader's password or link. */
function isReader(reader: Reader, { actor, by = actor && partyOf(actor) }: Cause): boolean {
  if (!by) return true;
  if ('memberId' in reader) return 'memberId' in by && by.memberId === reader.memberId;
  return actor?.kind === 'session' && actor.userId === reader.userId;
}
