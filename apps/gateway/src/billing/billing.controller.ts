import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { getSeats, getSubscription, listPlans, type CallContext, type Nothing } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Billing')
@Controller('v1')
export class BillingController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listPlans, 'List the plans')
  @Get('plans')
  plans(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(listPlans, input, call);
  }

  @Exposes(getSubscription, 'Show the account’s plan')
  @Get('billing/subscription')
  subscription(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(getSubscription, input, call);
  }

  @Exposes(getSeats, 'Show the seats')
  @Get('billing/seats')
  seats(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(getSeats, input, call);
  }
}
