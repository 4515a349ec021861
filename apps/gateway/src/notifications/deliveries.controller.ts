import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { listDeliveries, retryDelivery, type CallContext, type DeliveryId, type PageQuery } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Notifications')
@Controller('v1/notifications/deliveries')
export class DeliveriesController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listDeliveries, 'List the mails')
  @Get()
  list(@Input() query: PageQuery, @Call() call: CallContext) {
    return this.rpc.call(listDeliveries, query, call);
  }

  @Exposes(retryDelivery, 'Try a failed mail again')
  @Post(':deliveryId/retry')
  retry(@Input() input: DeliveryId, @Call() call: CallContext) {
    return this.rpc.call(retryDelivery, input, call);
  }
}
