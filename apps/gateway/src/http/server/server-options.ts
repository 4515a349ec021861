import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import type { GatewayConfig } from '../../config.js';
import { sendProblem } from '../problems/problem.filter.js';
import { answerBrokenRequest } from './broken-request.js';

/** A request id from outside is taken over if it can stand in a header and a log line. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

export const serverOptions = (config: GatewayConfig): FastifyHttpOptions<Server> => ({
  logger: false,
  bodyLimit: config.BODY_LIMIT,
  trustProxy: config.TRUST_PROXY > 0 && ((_address, hop) => hop < config.TRUST_PROXY),
  // Longer than a load balancer keeps idle connections (60 s is usual), so that it, and not the gateway, closes them.
  keepAliveTimeout: 72_000,
  // A request must have arrived by then, its headers earlier, so that slow senders do not hold connections for long.
  requestTimeout: 20_000,
  http: { headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
  // Closes a connection on which nothing is sent.
  connectionTimeout: 90_000,
  routerOptions: { maxParamLength: 200 },
  // While draining every request is answered, with `Connection: close`, by which clients go elsewhere.
  return503OnClosing: false,
  requestIdHeader: false,
  genReqId: (request) => {
    const given = request.headers['x-request-id'];
    return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  },
  clientErrorHandler: answerBrokenRequest,
  frameworkErrors: (error, request, reply) => {
    void reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
    sendProblem(request, reply, error);
  },
});
