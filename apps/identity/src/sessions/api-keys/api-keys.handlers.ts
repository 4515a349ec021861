import { Controller } from '@nestjs/common';
import { CreateApiKey, createApiKey, listApiKeys, PageQuery, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ApiKeysService } from './api-keys.service.js';

@Controller()
export class ApiKeysHandlers {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Handle(listApiKeys)
  list(@Input() input: PageQuery, @Call() call: CallContext) {
    return this.apiKeys.list(input, call);
  }

  @Handle(createApiKey)
  create(@Input() input: CreateApiKey, @Call() call: CallContext) {
    return this.apiKeys.create(input, call);
  }
}
