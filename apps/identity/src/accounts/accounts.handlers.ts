import { Controller } from '@nestjs/common';
import { getAccount, type CallContext } from '@roster/contracts';
import { Call, Handle } from '@roster/service-kit';
import { AccountsService } from './accounts.service.js';

@Controller()
export class AccountsHandlers {
  constructor(private readonly accounts: AccountsService) {}

  @Handle(getAccount)
  get(@Call() call: CallContext) {
    return this.accounts.get(call);
  }
}
