import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RosterError } from '@roster/contracts';

/** Answers refusals of Roster as problem documents (RFC 9457). */
@Catch(RosterError)
export class RosterErrorFilter implements ExceptionFilter<RosterError> {
  constructor(private readonly host: HttpAdapterHost) {}

  catch({ kind, message, details }: RosterError, host: ArgumentsHost): void {
    const { httpAdapter } = this.host;
    const response: unknown = host.switchToHttp().getResponse();
    const { code, status, title } = kind;
    const retryAfter = status === 503 ? String(details?.['retryAfter'] ?? 1) : undefined;
    if (retryAfter) httpAdapter.setHeader(response, 'Retry-After', retryAfter);
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json');
    const problem = { type: 'about:blank', title, status, detail: message, code, ...(details && { details }) };
    httpAdapter.reply(response, problem, status);
  }
}
