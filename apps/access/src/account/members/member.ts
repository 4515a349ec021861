import type { MemberState, MemberStatus } from '@roster/contracts';

/** What can be taken away here before identity commits it, from the least to the most. */
const TAKEN = ['inactive', 'revoked', 'deleted'] as const;
export type TakenStatus = (typeof TAKEN)[number];

export interface Membership {
  readonly userId: string | null;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** As identity says. */
  readonly status: MemberStatus;
  readonly agentAccess: boolean;
  readonly revision: number;
  /** As was taken away here, until identity's own word for it has come. */
  readonly takenStatus: TakenStatus | null;
  /** The last revision that is older than the taking away. */
  readonly takenRevision: number | null;
}

/** The status that decisions go by. */
export const standingOf = ({ status, takenStatus }: Membership): MemberStatus => takenStatus ?? status;

/**
 * What is known after hearing of a state; undefined when that changes nothing. Events come in any order, so a state
 * counts only if its revision is higher than the known one. The mark of a taking away lies over all of that, and one
 * thing lifts it: a state from after it that takes as much away. So nothing that was on its way before can undo it,
 * and a reactivation that overtakes the revocation's event takes hold when that event comes.
 */
export function projected(known: Membership | undefined, state: MemberState): Membership | undefined {
  if (!known) return { ...fieldsOf(state, false), takenStatus: null, takenRevision: null };
  if (known.status === 'deleted') return undefined;
  const newer = state.revision > known.revision;
  const lifted = confirms(known, state);
  if (!newer && !lifted) return undefined;
  return {
    ...(newer ? fieldsOf(state, known.agentAccess) : known),
    takenStatus: lifted ? null : known.takenStatus,
    takenRevision: lifted ? null : known.takenRevision,
  };
}

/**
 * With this taken away; undefined when that changes nothing. `revision` is the last one that identity had committed
 * when it asked.
 */
export function taken(known: Membership, status: TakenStatus, revision: number): Membership | undefined {
  const takenRevision = Math.max(revision, known.revision, known.takenRevision ?? 0);
  const noted = known.takenRevision ?? known.revision;
  if (standingOf(known) === status && noted === takenRevision) return undefined;
  return { ...known, takenStatus: status, takenRevision };
}

/** Whether more than this is taken away already. */
export const isTakenBeyond = (known: Membership, status: TakenStatus): boolean =>
  rank(standingOf(known)) > rank(status);

function confirms({ takenStatus, takenRevision }: Membership, { status, revision }: MemberState): boolean {
  if (!takenStatus || revision <= (takenRevision ?? 0)) return false;
  return rank(status) >= rank(takenStatus);
}

const rank = (status: MemberStatus): number => (TAKEN as readonly MemberStatus[]).indexOf(status);

/** Nothing of the person outlives the membership. An event from before there were agents says nothing of them. */
function fieldsOf(state: MemberState, isAgent: boolean) {
  const { userId, email, firstName, lastName, status, agentAccess = isAgent, revision } = state;
  return status === 'deleted'
    ? { userId: null, email: '', firstName: '', lastName: '', status, agentAccess: false, revision }
    : { userId, email, firstName, lastName, status, agentAccess, revision };
}
