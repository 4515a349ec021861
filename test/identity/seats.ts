import { reserveSeats, type SeatKeys, type SeatPool } from '@roster/contracts';
import type { Peer } from '../harness/peer.js';

export const FREE_SEATS: SeatPool = {
  pool: 'users',
  included: 10,
  freeOfCharge: 0,
  bought: 0,
  used: 1,
  reserved: 0,
  available: 9,
  overage: 'block',
  unitPrice: null,
  currency: null,
  interval: null,
  renewsAt: null,
  neededAtRenewal: 0,
};

type Answer = (seats: SeatKeys & { consentId?: string }) => SeatPool | undefined | Promise<SeatPool | undefined>;

/** Plays billing where seats are reserved: pool by pool, so that tests need not know which were asked for together. */
export const answerReserve = (billing: Peer, note: (input: object) => void, answer: Answer): (() => void) =>
  billing.answer(reserveSeats, async ({ accountId, seats, consentId }) => {
    const pools: SeatPool[] = [];
    for (const each of seats) {
      const input = { accountId, ...each, ...(consentId && { consentId }) };
      note(input);
      const pool = await answer(input);
      if (!pool) return undefined;
      pools.push(pool);
    }
    return { pools };
  });
