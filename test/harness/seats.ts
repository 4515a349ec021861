import { releaseSeats, reserveSeats, useSeats, type RpcCaller, type SeatKeys, type SeatPool } from '@roster/contracts';

type Asker = Pick<RpcCaller, 'call'>;

/** Reserves seats of one pool, and answers as the other verbs do. */
export async function reserve(identity: Asker, { accountId, ...seats }: SeatKeys): Promise<SeatPool> {
  const { pools } = await identity.call(reserveSeats, { accountId, seats: [seats] });
  const [pool] = pools;
  if (!pool) throw new Error('Seats were reserved in no pool');
  return pool;
}

export const use = (identity: Asker, seats: SeatKeys): Promise<SeatPool> => identity.call(useSeats, seats);
export const release = (identity: Asker, seats: SeatKeys): Promise<SeatPool> => identity.call(releaseSeats, seats);
