import { deletionNotFound, recordKeeperUnknown, RosterError, type MemberDeletion } from '@roster/contracts';
import type { DeletionEntity } from './deletion.entity.js';

/** The register of Roster itself, which is waited for like every other keeper of records. */
export const REGISTER = 'access';

/** What a keeper says: that it has no record of the member any more, and how many it had. */
export interface Confirmation {
  readonly accountId: string;
  readonly memberId: string;
  readonly keeper: string;
  readonly count: number;
}

type Progress = Pick<DeletionEntity, 'pending' | 'reassigned'>;

/**
 * How far the deletion has come by that; undefined where the keeper has confirmed before. Throws `deletion.not-found`
 * where there is none, and `record-keeper.unknown` for whom nobody waits for.
 */
export function confirmedBy(deletion: Progress | null, { keeper, count }: Confirmation): Progress | undefined {
  if (!deletion) throw new RosterError(deletionNotFound);
  const { pending, reassigned } = deletion;
  if (Object.hasOwn(reassigned, keeper)) return undefined;
  if (!pending.includes(keeper)) throw new RosterError(recordKeeperUnknown);
  return { pending: pending.filter((name) => name !== keeper), reassigned: { ...reassigned, [keeper]: count } };
}

export const toDeletion = (deletion: DeletionEntity): MemberDeletion => ({
  memberId: deletion.memberId,
  successorId: deletion.successorId,
  begunAt: deletion.begunAt.toISOString(),
  pending: deletion.pending,
  reassigned: deletion.reassigned,
  finishedAt: deletion.finishedAt?.toISOString() ?? null,
});
