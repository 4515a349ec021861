import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { getCatalogue, listPresets, type CallContext, type Nothing } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Roles')
@Controller('v1')
export class CatalogueController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listPresets, 'List the products that an account can be opened for')
  @Get('presets')
  presets(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(listPresets, input, call);
  }

  @Exposes(getCatalogue, 'Show the features and actions of the account’s product')
  @Get('catalogue')
  catalogue(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(getCatalogue, input, call);
  }
}
