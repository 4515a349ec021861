import { createHash } from 'node:crypto';
import { RosterError, seatReleased, type RpcContract } from '@roster/contracts';
import type { SignedIn } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';

/** Makes the ids of what a command makes, which are the keys of the seats that it takes. */
export interface CommandIds {
  next(): string;
  /** Whether the same command, sent again, makes the same ones. */
  readonly areRepeated: boolean;
}

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
  const next = () => idOf([accountId, actor.memberId, contract.subject, idempotencyKey, String((made += 1))]);
  try {
    return await work({ next, areRepeated: true });
  } catch (error) {
    if (error instanceof RosterError && error.is(seatReleased)) return work(NEW);
    throw error;
  }
}

/** A UUID of version 8 (RFC 9562, section 5.8). */
function idOf(parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
