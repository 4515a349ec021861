import { Controller } from '@nestjs/common';
import {
  confirmTotp,
  listSecondFactors,
  MemberId,
  removeTotp,
  renewBackupCodes,
  resetSecondFactors,
  startTotp,
  TotpCode,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { TotpService } from '../totp/totp.service.js';
import { SecondFactorResetsService } from './second-factor-resets.service.js';
import { SecondFactorsService } from './second-factors.service.js';

@Controller()
export class SecondFactorsHandlers {
  constructor(
    private readonly factors: SecondFactorsService,
    private readonly resets: SecondFactorResetsService,
    private readonly totp: TotpService,
  ) {}

  @Handle(listSecondFactors)
  list(@Call() call: CallContext) {
    return this.factors.list(call);
  }

  @Handle(startTotp)
  start(@Call() call: CallContext) {
    return this.totp.start(call);
  }

  @Handle(confirmTotp)
  confirm(@Input() input: TotpCode, @Call() call: CallContext) {
    return this.totp.confirm(input, call);
  }

  @Handle(removeTotp)
  remove(@Call() call: CallContext) {
    return this.totp.remove(call);
  }

  @Handle(renewBackupCodes)
  renewBackupCodes(@Call() call: CallContext) {
    return this.factors.renewBackupCodes(call);
  }

  @Handle(resetSecondFactors)
  reset(@Input() input: MemberId, @Call() call: CallContext) {
    return this.resets.reset(input, call);
  }
}
