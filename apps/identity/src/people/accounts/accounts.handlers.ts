import { Controller } from '@nestjs/common';
import { EditAccount, editAccount, getAccount, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { AccountsService } from './accounts.service.js';

@Controller()
export class AccountsHandlers {
  constructor(private readonly accounts: AccountsService) {}

  @Handle(getAccount)
  get(@Call() call: CallContext) {
    return this.accounts.get(call);
  }

  @Handle(editAccount)
  edit(@Input() input: EditAccount, @Call() call: CallContext) {
    return this.accounts.edit(input, call);
  }
}
