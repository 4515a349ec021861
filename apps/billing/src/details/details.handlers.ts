import { Controller } from '@nestjs/common';
import { getBillingDetails, setBillingDetails, SetBillingDetails, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { DetailsService } from './details.service.js';

@Controller()
export class DetailsHandlers {
  constructor(private readonly details: DetailsService) {}

  @Handle(getBillingDetails)
  get(@Call() call: CallContext) {
    return this.details.get(call);
  }

  @Handle(setBillingDetails)
  set(@Input() input: SetBillingDetails, @Call() call: CallContext) {
    return this.details.set(input, call);
  }
}
