import { Controller } from '@nestjs/common';
import {
  addDomain,
  AddDomain,
  DomainId,
  listDomains,
  PageQuery,
  removeDomain,
  verifyDomain,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { DomainsService } from './domains.service.js';

@Controller()
export class DomainsHandlers {
  constructor(private readonly domains: DomainsService) {}

  @Handle(listDomains)
  list(@Input() input: PageQuery, @Call() call: CallContext) {
    return this.domains.list(input, call);
  }

  @Handle(addDomain)
  add(@Input() input: AddDomain, @Call() call: CallContext) {
    return this.domains.add(input, call);
  }

  @Handle(verifyDomain)
  verify(@Input() input: DomainId, @Call() call: CallContext) {
    return this.domains.verify(input, call);
  }

  @Handle(removeDomain)
  remove(@Input() input: DomainId, @Call() call: CallContext) {
    return this.domains.remove(input, call);
  }
}
