import { Controller } from '@nestjs/common';
import { changeBillingSettings, ChangeBillingSettings, getBillingSettings, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { SettingsService } from './settings.service.js';

@Controller()
export class SettingsHandlers {
  constructor(private readonly settings: SettingsService) {}

  @Handle(getBillingSettings)
  get(@Call() call: CallContext) {
    return this.settings.get(call);
  }

  @Handle(changeBillingSettings)
  change(@Input() input: ChangeBillingSettings, @Call() call: CallContext) {
    return this.settings.change(input, call);
  }
}
