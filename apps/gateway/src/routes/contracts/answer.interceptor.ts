import {
  HttpStatus,
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Decisions } from '@roster/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { SessionsService } from '../../auth/sessions.service.js';
import { EXPOSURE, type Exposure } from '../../http/exposure/exposure.js';

/**
 * Turns a contract's answer into the response: the version as a header, without the members that clients are not shown.
 */
@Injectable()
export class AnswerInterceptor implements NestInterceptor<object, unknown> {
  constructor(
    private readonly reflector: Reflector,
    private readonly decisions: Decisions,
    private readonly sessions: SessionsService,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler<object>): Observable<unknown> {
    const exposure = this.reflector.get<Exposure | undefined>(EXPOSURE, execution.getHandler());
    if (!exposure) return next.handle();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    const { authenticated } = execution.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      map((answer) => {
        if (answer instanceof StreamableFile) return answer;
        // The events of their ends may still be on their way here.
        if (exposure.endsSessions) this.sessions.forgetAll();
        if ('version' in answer && typeof answer.version === 'number') {
          reply.header('roster-version', String(answer.version));
          // Decisions in this process are made at that version or a later one from now on.
          if (authenticated) this.decisions.evaluator.heard(authenticated.session.accountId, answer.version);
        }
        if (exposure.status === HttpStatus.NO_CONTENT) return undefined;
        return Object.fromEntries(Object.entries(answer).filter(([name]) => !exposure.omits.includes(name)));
      }),
    );
  }
}
