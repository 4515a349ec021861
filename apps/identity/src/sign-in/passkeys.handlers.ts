import { Controller } from '@nestjs/common';
import {
  AddPasskey,
  addPasskey,
  offerOwnPasskeys,
  RemovePasskey,
  removePasskey,
  RenamePasskey,
  renamePasskey,
  startPasskey,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { FactorReauthenticationsService } from './reauthentications/factor-reauthentications.service.js';
import { PasskeysService } from '../credentials/passkeys/passkeys.service.js';

@Controller()
export class PasskeysHandlers {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly reauthentications: FactorReauthenticationsService,
  ) {}

  @Handle(startPasskey)
  start(@Call() call: CallContext) {
    return this.passkeys.start(call);
  }

  @Handle(addPasskey)
  add(@Input() input: AddPasskey, @Call() call: CallContext) {
    return this.passkeys.add(input, call);
  }

  @Handle(offerOwnPasskeys)
  offerOwn(@Call() call: CallContext) {
    return this.reauthentications.offerPasskeys(call);
  }

  @Handle(renamePasskey)
  rename(@Input() input: RenamePasskey, @Call() call: CallContext) {
    return this.passkeys.rename(input, call);
  }

  @Handle(removePasskey)
  remove(@Input() input: RemovePasskey, @Call() call: CallContext) {
    return this.passkeys.remove(input, call);
  }
}
