import type { MemberState, MemberStatus } from '@roster/contracts';

/** What access can take away before identity commits it, from the least to the most. */
const TAKEN = ['inactive', 'revoked', 'deleted'] as const;
export type TakenStatus = (typeof TAKEN)[number];

export interface Membership {
  readonly userId: string | null;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** The status that identity reports. */
  readonly status: MemberStatus;
  readonly agentAccess: boolean;
  readonly revision: number;
  /** The status set here by a command, until identity's event confirms it. */
  readonly takenStatus: TakenStatus | null;
  /** The last revision before the command. Only a later state can lift the mark. */
  readonly takenRevision: number | null;
}

/** The status that decisions use. */
export const standingOf = ({ status, takenStatus }: Membership): MemberStatus => takenStatus ?? status;

/**
 * The membership after a state from identity; undefined where the state changes nothing. Events come in any order, so a
 * state counts only if its revision is higher than the known one. A mark of a taking away stays until a state arrives
 * that is newer than the command and takes at least as much away. So an event that was already on its way cannot undo
 * the command. A reactivation that overtakes the event of the revocation takes effect once that event arrives.
 */
export function projected(known: Membership | undefined, state: MemberState): Membership | undefined {
  if (!known) return { ...fieldsOf(state, false), takenStatus: null, takenRevision: null };
  if (known.status === 'deleted') return undefined;
  const newer = state.revision > known.revision;
  const lifted = confirms(known, state);
  if (!newer && !lifted) return undefined;
  const next = {
    ...(newer ? fieldsOf(state, known.agentAccess) : known),
    takenStatus: lifted ? null : known.takenStatus,
    takenRevision: lifted ? null : known.takenRevision,
  };
  return losesAgentAccess(next) ? { ...next, agentAccess: false } : next;
}

/** Whether agent access ends with what is taken away. Identity says so as well, later. */
export const losesAgentAccess = ({ takenStatus }: Pick<Membership, 'takenStatus'>): boolean =>
  takenStatus === 'revoked' || takenStatus === 'deleted';

/**
 * The membership with this taken away; undefined where that changes nothing. `revision` is the last one that identity
 * had committed when it sent the command.
 */
export function taken(known: Membership, status: TakenStatus, revision: number): Membership | undefined {
  const takenRevision = Math.max(revision, known.revision, known.takenRevision ?? 0);
  const noted = known.takenRevision ?? known.revision;
  if (standingOf(known) === status && noted === takenRevision) return undefined;
  return { ...known, takenStatus: status, takenRevision };
}

/** Whether more than this is already taken away. */
export const isTakenBeyond = (known: Membership, status: TakenStatus): boolean =>
  rank(standingOf(known)) > rank(status);

function confirms({ takenStatus, takenRevision }: Membership, { status, revision }: MemberState): boolean {
  if (!takenStatus || revision <= (takenRevision ?? 0)) return false;
  return rank(status) >= rank(takenStatus);
}

const rank = (status: MemberStatus): number => (TAKEN as readonly MemberStatus[]).indexOf(status);

/** A deleted membership keeps nothing of the person. Events from before agent access existed do not mention it. */
function fieldsOf(state: MemberState, isAgent: boolean) {
  const { userId, email, firstName, lastName, status, agentAccess = isAgent, revision } = state;
  return status === 'deleted'
    ? { userId: null, email: '', firstName: '', lastName: '', status, agentAccess: false, revision }
    : { userId, email, firstName, lastName, status, agentAccess, revision };
}
