import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import type { Draining } from './draining.js';

/** Milliseconds for which a request may still arrive on an open connection. */
const LATECOMERS = 1_000;
/** Milliseconds for which requests may still be answered; the longest contract has 8 s. */
const FINISH_WITHIN = 15_000;

/**
 * Takes no new connection, waits until all requests are answered, and only then closes the connections. HTTP's own
 * `close()` would close idle ones at once, even while a request is arriving on them, and would wait for those that
 * browsers open in advance and never use.
 */
export async function closeGracefully(server: Server, draining: Draining): Promise<void> {
  if (!server.listening) return;
  // Right after the event loop has accepted all waiting connections: the system resets those that still wait.
  await setImmediate();
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  await Promise.race([closed, delay(LATECOMERS)]);
  await Promise.race([draining.empty(), delay(FINISH_WITHIN, undefined, { ref: false })]);
  server.closeAllConnections();
  await closed;
}
