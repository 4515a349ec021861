import { Controller } from '@nestjs/common';
import { giveConsent, GiveConsent, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ConsentsService } from './consents.service.js';

@Controller()
export class ConsentsHandlers {
  constructor(private readonly consents: ConsentsService) {}

  @Handle(giveConsent)
  give(@Input() input: GiveConsent, @Call() call: CallContext) {
    return this.consents.give(input, call);
  }
}
