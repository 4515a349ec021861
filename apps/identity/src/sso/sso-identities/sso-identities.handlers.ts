import { Controller } from '@nestjs/common';
import { forgetSsoIdentity, listSsoIdentities, MemberId, SsoIdentityId, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { SsoIdentitiesService } from './sso-identities.service.js';

@Controller()
export class SsoIdentitiesHandlers {
  constructor(private readonly identities: SsoIdentitiesService) {}

  @Handle(listSsoIdentities)
  list(@Input() input: MemberId, @Call() call: CallContext) {
    return this.identities.list(input, call);
  }

  @Handle(forgetSsoIdentity)
  forget(@Input() input: SsoIdentityId, @Call() call: CallContext) {
    return this.identities.forget(input, call);
  }
}
