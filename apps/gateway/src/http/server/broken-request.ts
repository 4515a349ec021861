import { requestMalformed, RosterError, type ErrorKind } from '@roster/contracts';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { headersTooLarge, requestTimeout } from '../problems/kinds.js';
import { problemHeaders, problemOf } from '../problems/problem.js';

/** Answers, on the bare socket, what is not HTTP or does not end in time, and closes the connection. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(responseTo(error));
  socket.destroy();
}

function responseTo({ code }: NodeJS.ErrnoException): string {
  const kind = kindOf(code);
  const body = JSON.stringify(problemOf(new RosterError(kind), randomUUID()));
  const headers = {
    ...problemHeaders(kind.status, undefined),
    'x-content-type-options': 'nosniff',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${kind.status} ${STATUS_CODES[kind.status]}`, ...lines, '', body].join('\r\n');
}

function kindOf(code: string | undefined): ErrorKind {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTimeout;
  return code === 'HPE_HEADER_OVERFLOW' ? headersTooLarge : requestMalformed;
}
