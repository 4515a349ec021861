import { Controller, Get, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { evaluateAuthzen, type AuthzenEvaluation, type CallContext } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { GatewayConfig, publicUrl } from '../config.js';
import { AtLeast, Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';
import { raised, TakesAtLeast } from './at-least.js';

const uri = { type: 'string', format: 'uri' } as const;

@ApiTags('AuthZEN')
@Controller()
export class AuthzenController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly config: GatewayConfig,
  ) {}

  @Exposes(evaluateAuthzen, 'Access evaluation of AuthZEN 1.0', { idempotencyKey: 'ignored', fills: ['atLeast'] })
  @TakesAtLeast()
  @Post('access/v1/evaluation')
  evaluate(@Input() input: AuthzenEvaluation, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(evaluateAuthzen, raised(input, atLeast), call);
  }

  @ApiOperation({ summary: 'What of AuthZEN is here', operationId: 'authzenConfiguration' })
  @ApiOkResponse({
    schema: { type: 'object', properties: { policy_decision_point: uri, access_evaluation_endpoint: uri } },
  })
  @Get('.well-known/authzen-configuration')
  configuration() {
    const base = publicUrl(this.config);
    return { policy_decision_point: base, access_evaluation_endpoint: `${base}/access/v1/evaluation` };
  }
}
