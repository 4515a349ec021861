import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import type { Draining } from './draining.js';

/** A connection that stands may have a request under way to us for so long. */
const LATECOMERS = 1_000;
/** The longest contract has 8 s. */
const FINISH_WITHIN = 15_000;

/**
 * Takes no new connection, waits for the requests inside, and only then ends the connections. HTTP's own `close()`
 * would end idle ones at once, also under a request that is just arriving, and would wait for those that browsers
 * open in advance and never use.
 */
export async function shutDoor(server: Server, draining: Draining): Promise<void> {
  if (!server.listening) return;
  // Right after the loop has taken in all who stood at the door: the system turns away those whom it finds there.
  await setImmediate();
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  await Promise.race([closed, delay(LATECOMERS)]);
  await Promise.race([draining.empty(), delay(FINISH_WITHIN, undefined, { ref: false })]);
  server.closeAllConnections();
  await closed;
}
