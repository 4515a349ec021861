import { Controller } from '@nestjs/common';
import {
  ChooseNewPassword,
  chooseNewPassword,
  CreateSession,
  createSession,
  endMemberSessions,
  endOtherSessions,
  EndSession,
  endSession,
  listMemberSessions,
  listMyAccounts,
  listSessions,
  MemberId,
  Reauthenticate,
  reauthenticate,
  ResolveSession,
  resolveSession,
  SwitchAccount,
  switchAccount,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ReauthenticationsService } from './reauthentications/reauthentications.service.js';
import { NewPasswordsService } from './sign-ins/new-passwords.service.js';
import { SignInsService } from './sign-ins/sign-ins.service.js';
import { AccountSwitchService } from './account-switch.service.js';
import { SessionsService } from '../sessions/sessions/sessions.service.js';

@Controller()
export class SessionsHandlers {
  constructor(
    private readonly sessions: SessionsService,
    private readonly signIns: SignInsService,
    private readonly newPasswords: NewPasswordsService,
    private readonly reauthentications: ReauthenticationsService,
    private readonly accountSwitch: AccountSwitchService,
  ) {}

  @Handle(createSession)
  create(@Input() input: CreateSession, @Call() call: CallContext) {
    return this.signIns.signIn(input, call);
  }

  @Handle(resolveSession)
  resolve(@Input() input: ResolveSession, @Call() call: CallContext) {
    return this.sessions.resolve(input, call);
  }

  @Handle(listSessions)
  list(@Call() call: CallContext) {
    return this.sessions.list(call);
  }

  @Handle(endSession)
  end(@Input() input: EndSession, @Call() call: CallContext) {
    return this.sessions.end(input, call);
  }

  @Handle(endOtherSessions)
  endOthers(@Call() call: CallContext) {
    return this.sessions.endOthers(call);
  }

  @Handle(listMemberSessions)
  listOf(@Input() input: MemberId, @Call() call: CallContext) {
    return this.sessions.listOf(input, call);
  }

  @Handle(endMemberSessions)
  endOf(@Input() input: MemberId, @Call() call: CallContext) {
    return this.sessions.endOf(input, call);
  }

  @Handle(chooseNewPassword)
  chooseNewPassword(@Input() input: ChooseNewPassword, @Call() call: CallContext) {
    return this.newPasswords.choose(input, call);
  }

  @Handle(reauthenticate)
  reauthenticate(@Input() input: Reauthenticate, @Call() call: CallContext) {
    return this.reauthentications.reauthenticate(input, call);
  }

  @Handle(listMyAccounts)
  listAccounts(@Call() call: CallContext) {
    return this.accountSwitch.list(call);
  }

  @Handle(switchAccount)
  switch(@Input() input: SwitchAccount, @Call() call: CallContext) {
    return this.accountSwitch.switch(input, call);
  }
}
