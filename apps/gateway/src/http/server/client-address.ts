import { readAddress } from '@roster/service-kit';
import type { FastifyRequest } from 'fastify';

/**
 * Where a request comes from: the address of the connection, or the one that the outermost of our own proxies has seen
 * (`TRUST_PROXY`). No other header counts. If a proxy says something that is no address, it is the address of the
 * connection: otherwise all such clients would share one, and one limit.
 */
export const clientAddress = ({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string =>
  readAddress(ip) ?? readAddress(socket.remoteAddress) ?? 'unknown';
