import type { Server } from 'node:net';
import { RosterError, serviceUnavailable } from '@roster/contracts';
import { readAddress } from '@roster/service-kit';
import type { FastifyRequest } from 'fastify';

/**
 * Where a request comes from: the address of the connection, or the one that the outermost of our own proxies has seen
 * (`TRUST_PROXY`). No other header counts. If a proxy says something that is no address, it is the address of the
 * connection: otherwise all such clients would share one, and one limit.
 */
export function clientAddress({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const address = readAddress(ip) ?? readAddress(socket.remoteAddress);
  if (address === undefined) throw new RosterError(serviceUnavailable, 'It is not known where this request comes from');
  return address;
}

/**
 * Reads the address of each connection when it opens: the system forgets it when the client resets the connection, and
 * requests that were read by then would come from nowhere. Node keeps what was read once. A connection that was reset
 * before that is closed, and none of its requests is read.
 */
export function rememberAddresses(server: Server): void {
  server.on('connection', (socket) => {
    if (readAddress(socket.remoteAddress) === undefined) socket.destroy();
  });
}
