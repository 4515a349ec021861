import {
  deletionNotFound,
  recordKeeperUnknown,
  RosterError,
  unknownName,
  type MemberDeletion,
} from '@roster/contracts';
import type { DeletionEntity } from './deletion.entity.js';

/** Roster's own register of records. It has to confirm like every other keeper. */
export const REGISTER = 'access';

/** What a keeper reports: that it has no records of the member any more, and how many it had. */
export interface Confirmation {
  readonly accountId: string;
  readonly memberId: string;
  readonly keeper: string;
  readonly count: number;
}

type Progress = Pick<DeletionEntity, 'pending' | 'reassigned'>;

/**
 * The deletion's progress with this confirmation; undefined if the keeper has confirmed before. Throws
 * `deletion.not-found` if there is no deletion, and `record-keeper.unknown` for a keeper that it does not wait for.
 */
export function confirmedBy(deletion: Progress | null, { keeper, count }: Confirmation): Progress | undefined {
  if (!deletion) throw new RosterError(deletionNotFound);
  const { pending, reassigned } = deletion;
  if (Object.hasOwn(reassigned, keeper)) return undefined;
  if (!pending.includes(keeper))
    throw unknownName(
      recordKeeperUnknown,
      pending.filter((name) => name !== REGISTER),
    );
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
