import { Controller, Get, Header, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  evaluateAuthzen,
  evaluateAuthzenBatch,
  searchAuthzenActions,
  searchAuthzenResources,
  searchAuthzenSubjects,
  type AuthzenActionSearch,
  type AuthzenEvaluation,
  type AuthzenEvaluations,
  type AuthzenResourceSearch,
  type AuthzenSubjectSearch,
  type CallContext,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { GatewayConfig, publicUrl } from '../config.js';
import { AtLeast, Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';
import { raised, TakesAtLeast } from './at-least.js';

const ENDPOINTS = {
  access_evaluation_endpoint: 'evaluation',
  access_evaluations_endpoint: 'evaluations',
  search_subject_endpoint: 'search/subject',
  search_resource_endpoint: 'search/resource',
  search_action_endpoint: 'search/action',
} as const;

const uri = { type: 'string', format: 'uri' } as const;
const METADATA = {
  type: 'object',
  properties: Object.fromEntries(['policy_decision_point', ...Object.keys(ENDPOINTS)].map((name) => [name, uri])),
} as const;

/** Reads all of them: nothing here has an effect, so no key is taken; the version is asked for in a header. */
const options = { idempotencyKey: 'ignored', fills: ['atLeast'] } as const;

@ApiTags('AuthZEN')
@Controller()
export class AuthzenController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly config: GatewayConfig,
  ) {}

  @Exposes(evaluateAuthzen, 'Access evaluation of AuthZEN 1.0', options)
  @TakesAtLeast()
  @Post('access/v1/evaluation')
  evaluate(@Input() input: AuthzenEvaluation, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(evaluateAuthzen, raised(input, atLeast), call);
  }

  @Exposes(evaluateAuthzenBatch, 'Access evaluations of AuthZEN 1.0', options)
  @TakesAtLeast()
  @Post('access/v1/evaluations')
  evaluateMany(@Input() input: AuthzenEvaluations, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(evaluateAuthzenBatch, raised(input, atLeast), call);
  }

  @Exposes(searchAuthzenSubjects, 'Subject search of AuthZEN 1.0', options)
  @TakesAtLeast()
  @Post('access/v1/search/subject')
  subjects(@Input() input: AuthzenSubjectSearch, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(searchAuthzenSubjects, raised(input, atLeast), call);
  }

  @Exposes(searchAuthzenResources, 'Resource search of AuthZEN 1.0', options)
  @TakesAtLeast()
  @Post('access/v1/search/resource')
  resources(@Input() input: AuthzenResourceSearch, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(searchAuthzenResources, raised(input, atLeast), call);
  }

  @Exposes(searchAuthzenActions, 'Action search of AuthZEN 1.0', options)
  @TakesAtLeast()
  @Post('access/v1/search/action')
  actions(@Input() input: AuthzenActionSearch, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(searchAuthzenActions, raised(input, atLeast), call);
  }

  @ApiOperation({ summary: 'What of AuthZEN is here', operationId: 'authzenConfiguration' })
  @ApiOkResponse({ schema: METADATA })
  @Header('cache-control', 'public, max-age=3600')
  @Get('.well-known/authzen-configuration')
  configuration() {
    const base = publicUrl(this.config);
    const endpoints = Object.entries(ENDPOINTS).map(([name, path]) => [name, `${base}/access/v1/${path}`]);
    return { policy_decision_point: base, ...Object.fromEntries(endpoints) };
  }
}
