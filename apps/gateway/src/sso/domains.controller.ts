import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  addDomain,
  listDomains,
  removeDomain,
  verifyDomain,
  type AddDomain,
  type CallContext,
  type DomainId,
  type PageQuery,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Single sign-on')
@Controller('v1/domains')
export class DomainsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listDomains, 'List the domains of our e-mail addresses')
  @Get()
  list(@Input() input: PageQuery, @Call() call: CallContext) {
    return this.rpc.call(listDomains, input, call);
  }

  @Exposes(addDomain, 'Name a domain, and learn what to publish in DNS', { status: 201 })
  @Post()
  add(@Input() input: AddDomain, @Call() call: CallContext) {
    return this.rpc.call(addDomain, input, call);
  }

  @Exposes(verifyDomain, 'Look for the record that shows that a domain is ours', { idempotencyKey: 'ignored' })
  @Post(':domainId/verification')
  verify(@Input() input: DomainId, @Call() call: CallContext) {
    return this.rpc.call(verifyDomain, input, call);
  }

  @Exposes(removeDomain, 'Remove a domain')
  @Delete(':domainId')
  remove(@Input() input: DomainId, @Call() call: CallContext) {
    return this.rpc.call(removeDomain, input, call);
  }
}
