import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';

/** A connection that was made last may have its first request under way to us for so long. */
const LATECOMERS = 1_000;
/** The longest contract has 8 s. */
const FINISH_WITHIN = 15_000;

/**
 * Takes no new connection and waits for the requests inside. HTTP's own `close()` would end at once every connection
 * without a request, also those that were made a moment ago; what is said on them was lost (P11).
 */
export async function shutDoor(server: Server): Promise<void> {
  if (!server.listening) return;
  // Right after the loop has taken in all who stood at the door: the system turns away those whom it finds there.
  await setImmediate();
  const empty = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  await Promise.race([empty, delay(LATECOMERS)]);
  server.closeIdleConnections();
  await Promise.race([empty, delay(FINISH_WITHIN, undefined, { ref: false })]);
  server.closeAllConnections();
}
