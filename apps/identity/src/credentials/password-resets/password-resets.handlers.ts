import { Controller } from '@nestjs/common';
import {
  passwordResetRequested,
  RequestPasswordReset,
  requestPasswordReset,
  ResetPassword,
  resetPassword,
  type CallContext,
  type Envelope,
  type PasswordResetRequested,
} from '@roster/contracts';
import { Call, Handle, Input, OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { PasswordResetStore } from './password-reset.store.js';
import { PasswordResetsService } from './password-resets.service.js';

@Controller()
export class PasswordResetsHandlers {
  constructor(
    private readonly resets: PasswordResetsService,
    private readonly store: PasswordResetStore,
  ) {}

  @Handle(requestPasswordReset)
  request(@Input() input: RequestPasswordReset, @Call() call: CallContext) {
    return this.resets.request(input, call);
  }

  @OnEvent(passwordResetRequested)
  async issue({ data, traceparent }: Envelope<PasswordResetRequested>, manager: EntityManager): Promise<void> {
    await this.store.issue(manager, data, traceparent);
  }

  @Handle(resetPassword)
  complete(@Input() input: ResetPassword, @Call() call: CallContext) {
    return this.resets.complete(input, call);
  }
}
