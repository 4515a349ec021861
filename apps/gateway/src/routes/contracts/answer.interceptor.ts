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

/** From a contract's answer to the response: the version as a header, without what is not for the client. */
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
        // The event that tells of each of them may still be on its way here.
        if (exposure.endsSessions) this.sessions.forgetAll();
        if ('version' in answer && typeof answer.version === 'number') {
          reply.header('roster-version', String(answer.version));
          // What is asked here from now on is answered from that version or a later one.
          if (authenticated) this.decisions.evaluator.heard(authenticated.session.accountId, answer.version);
        }
        if (exposure.status === HttpStatus.NO_CONTENT) return undefined;
        return Object.fromEntries(Object.entries(answer).filter(([name]) => !exposure.omits.includes(name)));
      }),
    );
  }
}
