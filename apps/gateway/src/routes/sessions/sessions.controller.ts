import { Controller, createParamDecorator, Delete, Post, UseInterceptors, type ExecutionContext } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  createSession,
  endSession,
  RosterError,
  sessionRequired,
  type CallContext,
  type CreateSession,
  type EndSession,
  type Nothing,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import type { FastifyRequest } from 'fastify';
import { SessionsService } from '../../auth/sessions.service.js';
import { SIGNS_IN, SignOutInterceptor, StartsSession } from '../../auth/tokens/session-cookie.js';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';

/** The session that the request came with. */
const CurrentSession = createParamDecorator((_: unknown, execution: ExecutionContext): EndSession => {
  const { authenticated } = execution.switchToHttp().getRequest<FastifyRequest>();
  if (!authenticated) throw new RosterError(sessionRequired);
  return { sessionId: authenticated.session.sessionId };
});

@ApiTags('Sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly sessions: SessionsService,
  ) {}

  @Exposes(createSession, 'Sign in', SIGNS_IN)
  @StartsSession()
  @Post()
  create(@Input() input: CreateSession, @Call() call: CallContext) {
    return this.rpc.call(createSession, input, call);
  }

  @Exposes(endSession, 'Sign out', { fills: ['sessionId'], operationId: 'sessionEndCurrent' })
  @UseInterceptors(SignOutInterceptor)
  @Delete('current')
  endCurrent(@Input() input: Nothing, @CurrentSession() current: EndSession, @Call() call: CallContext) {
    return this.rpc.call(endSession, { ...input, ...current }, call);
  }

  @Exposes(endSession, 'End one of my sessions')
  @Delete(':sessionId')
  async end(@Input() input: EndSession, @Call() call: CallContext) {
    const ended = await this.rpc.call(endSession, input, call);
    this.sessions.forget(input.sessionId);
    return ended;
  }
}
