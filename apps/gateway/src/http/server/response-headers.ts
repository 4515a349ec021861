import type { OutgoingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GatewayConfig, isSecure } from '../../config.js';
import { securityHeaders } from '../protection/security-headers.js';
import { Draining } from './draining.js';

const isDocs = (url: string) => url.startsWith('/docs') && /^\/docs(?:[/?]|$)/.test(url);

/** An id of a request that can be sent back in a header. */
const ECHOED = /^[\x20-\x7e\x80-\xff]{1,1000}$/;

/** The headers of all answers, unless a route has its own. */
@Injectable()
export class ResponseHeaders {
  private readonly ofAll: readonly string[];
  private readonly ofDocs: readonly string[];

  constructor(
    config: GatewayConfig,
    private readonly draining: Draining,
  ) {
    const [secure, always] = [isSecure(config), ['cache-control', 'no-store']];
    this.ofAll = [...always, ...pairs(securityHeaders({ secure, docs: false }))];
    this.ofDocs = [...always, ...pairs(securityHeaders({ secure, docs: true }))];
  }

  /** Names and values in turns, the form that costs Node least. */
  for(request: FastifyRequest): string[] {
    const headers = [...(isDocs(request.url) ? this.ofDocs : this.ofAll), 'x-request-id', echoed(request)];
    if (this.draining.on) headers.push('connection', 'close');
    return headers;
  }
}

const pairs = (headers: OutgoingHttpHeaders): string[] =>
  Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);

/** AuthZEN has the client's own request id sent back, even where it is not fit for our logs, which use another. */
function echoed({ id, url, headers }: FastifyRequest): string {
  const given = headers['x-request-id'];
  const isGivenBack = typeof given === 'string' && url.startsWith('/access/v1/') && ECHOED.test(given);
  return isGivenBack ? given : id;
}
