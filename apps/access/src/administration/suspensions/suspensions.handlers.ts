import { Controller } from '@nestjs/common';
import {
  accountStatusChanged,
  takeAwayAccount,
  TakeAwayAccount,
  type AccountStatusChange,
  type CallContext,
  type Envelope,
} from '@roster/contracts';
import { Call, Handle, Input, OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { SuspensionsService } from './suspensions.service.js';

@Controller()
export class SuspensionsHandlers {
  constructor(private readonly suspensions: SuspensionsService) {}

  @Handle(takeAwayAccount)
  takeAway(@Input() input: TakeAwayAccount, @Call() call: CallContext) {
    return this.suspensions.takeAway(input, call);
  }

  @OnEvent(accountStatusChanged)
  follow({ id, data }: Envelope<AccountStatusChange>, manager: EntityManager) {
    return this.suspensions.follow(manager, data, id);
  }
}
