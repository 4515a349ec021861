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
import { Call } from '../http/exposure/call.js';
import { Exposes } from '../http/exposure/exposure.js';
import { Input } from '../http/exposure/input.js';

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

/** All of these are reads: they have no effect, so no idempotency key is taken; the version is asked for in a header. */
const options = { idempotencyKey: 'ignored', fills: ['atLeast'] } as const;

@ApiTags('AuthZEN')
@Controller()
export class AuthzenController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly config: GatewayConfig,
  ) {}

  @Exposes(evaluateAuthzen, 'Access evaluation of AuthZEN 1.0', options)
  @Post('access/v1/evaluation')
  evaluate(@Input() input: AuthzenEvaluation, @Call() call: CallContext) {
    return this.rpc.call(evaluateAuthzen, input, call);
  }

  @Exposes(evaluateAuthzenBatch, 'Access evaluations of AuthZEN 1.0', options)
  @Post('access/v1/evaluations')
  evaluateMany(@Input() input: AuthzenEvaluations, @Call() call: CallContext) {
    return this.rpc.call(evaluateAuthzenBatch, input, call);
  }

  @Exposes(searchAuthzenSubjects, 'Subject search of AuthZEN 1.0', options)
  @Post('access/v1/search/subject')
  subjects(@Input() input: AuthzenSubjectSearch, @Call() call: CallContext) {
    return this.rpc.call(searchAuthzenSubjects, input, call);
  }

  @Exposes(searchAuthzenResources, 'Resource search of AuthZEN 1.0', options)
  @Post('access/v1/search/resource')
  resources(@Input() input: AuthzenResourceSearch, @Call() call: CallContext) {
    return this.rpc.call(searchAuthzenResources, input, call);
  }

  @Exposes(searchAuthzenActions, 'Action search of AuthZEN 1.0', options)
  @Post('access/v1/search/action')
  actions(@Input() input: AuthzenActionSearch, @Call() call: CallContext) {
    return this.rpc.call(searchAuthzenActions, input, call);
  }

  @ApiOperation({
    summary: 'The AuthZEN configuration',
    operationId: 'authzenConfiguration',
    description:
      'The AuthZEN configuration.\n\nSays at which addresses this service answers the questions of AuthZEN 1.0.',
  })
  @ApiOkResponse({ schema: METADATA })
  @Header('cache-control', 'public, max-age=3600')
  @Get('.well-known/authzen-configuration')
  configuration() {
    const base = publicUrl(this.config);
    const endpoints = Object.entries(ENDPOINTS).map(([name, path]) => [name, `${base}/access/v1/${path}`]);
    return { policy_decision_point: base, ...Object.fromEntries(endpoints) };
  }
}
