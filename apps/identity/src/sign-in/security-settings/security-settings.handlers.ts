import { Controller } from '@nestjs/common';
import {
  ChangeSecuritySettings,
  changeSecuritySettings,
  getSecuritySettings,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { SecuritySettingsService } from './security-settings.service.js';

@Controller()
export class SecuritySettingsHandlers {
  constructor(private readonly settings: SecuritySettingsService) {}

  @Handle(getSecuritySettings)
  get(@Call() call: CallContext) {
    return this.settings.get(call);
  }

  @Handle(changeSecuritySettings)
  change(@Input() input: ChangeSecuritySettings, @Call() call: CallContext) {
    return this.settings.change(input, call);
  }
}
