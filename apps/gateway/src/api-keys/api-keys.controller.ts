import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  createApiKey,
  listApiKeys,
  revokeApiKey,
  type ApiKeyId,
  type CallContext,
  type CreateApiKey,
  type PageQuery,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('API keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listApiKeys, 'List the keys of the API')
  @Get()
  list(@Input() query: PageQuery, @Call() call: CallContext) {
    return this.rpc.call(listApiKeys, query, call);
  }

  @Exposes(createApiKey, 'Make a key, shown this once', {
    status: 201,
    omits: ['version'],
    idempotencyKey: 'ignored',
  })
  @Post()
  create(@Input() input: CreateApiKey, @Call() call: CallContext) {
    return this.rpc.call(createApiKey, input, call);
  }

  @Exposes(revokeApiKey, 'Revoke a key', { endsSessions: true })
  @Delete(':apiKeyId')
  revoke(@Input() input: ApiKeyId, @Call() call: CallContext) {
    return this.rpc.call(revokeApiKey, input, call);
  }
}
