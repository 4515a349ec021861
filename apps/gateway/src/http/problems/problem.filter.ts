import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { LOGGER, type Logger } from '@roster/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemHeaders, problemOf, statusFor, toRosterError } from './problem.js';

/** Answers every failure of a request, whoever threw it, with a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = toRosterError(exception);
    // A failure that came over the bus is in the log of its service, under the same request id.
    if (error.kind.status >= 500 && error !== exception) {
      this.logger.error({ err: exception, requestId: request.id }, 'A request failed in the gateway');
    }
    if (!reply.sent) sendProblem(request, reply, error);
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, exception: unknown): void {
  const error = toRosterError(exception);
  const status = statusFor(error, request.url);
  // Sent as bytes: Fastify would add a charset to text, which this media type does not have.
  void reply
    .code(status)
    .headers(problemHeaders(status, error.details))
    .send(Buffer.from(JSON.stringify(problemOf(error, request.id, status))));
}
