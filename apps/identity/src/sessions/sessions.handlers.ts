import { Controller } from '@nestjs/common';
import {
  CreateSession,
  createSession,
  EndSession,
  endSession,
  listSessions,
  ResolveSession,
  resolveSession,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { SignInsService } from '../sign-ins/sign-ins.service.js';
import { SessionsService } from './sessions.service.js';

@Controller()
export class SessionsHandlers {
  constructor(
    private readonly sessions: SessionsService,
    private readonly signIns: SignInsService,
  ) {}

  @Handle(createSession)
  create(@Input() input: CreateSession, @Call() call: CallContext) {
    return this.signIns.signIn(input, call);
  }

  @Handle(resolveSession)
  resolve(@Input() input: ResolveSession) {
    return this.sessions.resolve(input);
  }

  @Handle(listSessions)
  list(@Call() call: CallContext) {
    return this.sessions.list(call);
  }

  @Handle(endSession)
  end(@Input() input: EndSession, @Call() call: CallContext) {
    return this.sessions.end(input, call);
  }
}
