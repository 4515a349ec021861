import { RosterError, seatReleased, type RpcContract } from '@roster/contracts';
import type { SignedIn } from '@roster/service-kit';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';

/** Makes the ids of what a command makes, which are the keys of the seats that it takes. */
export interface CommandIds {
  next(): string;
  /** Whether the same command, sent again, makes the same ones. */
  readonly areRepeated: boolean;
}

/** The namespace of these ids (RFC 9562, section 5.5). */
const NAMESPACE = '0c6a8b1e-7a3f-4d57-9f0b-4f5b6a1d2c3e';

const NEW: CommandIds = { next: () => uuidv7(), areRepeated: false };

/**
 * A command that pays for seats and is sent again with its `Idempotency-Key`, because its answer got lost, has the same ids
 * each time: so billing sees the same keys, and sells their seats once. Where it came to nothing before, those keys are
 * gone for good, and it has new ones.
 */
export async function withCommandIds<T>(
  call: SignedIn,
  contract: Pick<RpcContract, 'subject'>,
  consentId: string | undefined,
  work: (ids: CommandIds) => Promise<T>,
): Promise<T> {
  const { idempotencyKey, accountId, actor } = call;
  if (!idempotencyKey || !consentId) return work(NEW);
  let made = 0;
  const next = () => {
    made += 1;
    return uuidv5(JSON.stringify([accountId, actor.memberId, contract.subject, idempotencyKey, made]), NAMESPACE);
  };
  try {
    return await work({ next, areRepeated: true });
  } catch (error) {
    if (error instanceof RosterError && error.is(seatReleased)) return work(NEW);
    throw error;
  }
}
