import { Controller, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  finishSso,
  linkSso,
  renewBySso,
  startOwnSso,
  finishSsoTrial,
  startSso,
  startSsoTrial,
  type CallContext,
  type RenewBySso,
  type SsoResponse,
  type StartOwnSso,
  type StartSso,
  type StartSsoTrial,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserBindings } from '../../auth/browser-binding.js';
import { ForgetsSession, SIGNS_IN, StartsSession } from '../../auth/tokens/session-cookie.js';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';

const BOUND = { fills: ['bindingHash'], idempotencyKey: 'ignored' } as const;
const SIGNS_IN_BOUND = { ...SIGNS_IN, fills: ['bindingHash'] } as const;

/** Single sign-on, from the address that somebody types to the session, by way of their identity provider. */
@ApiTags('Single sign-on')
@Controller('v1')
export class SsoController {
  constructor(
    private readonly bindings: BrowserBindings,
    private readonly rpc: RpcClient,
  ) {}

  @Exposes(startSso, 'Begin to sign in at an identity provider', BOUND)
  @Post('sso/authorizations')
  start(
    @Input() input: StartSso,
    @Call() call: CallContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.rpc.call(startSso, { ...input, ...this.bindings.begin(request, reply) }, call);
  }

  @Exposes(finishSso, 'Sign in with the identity provider’s answer', SIGNS_IN_BOUND)
  @StartsSession()
  @Post('sessions/sso')
  finish(@Input() input: SsoResponse, @Call() call: CallContext, @Req() request: FastifyRequest) {
    return this.rpc.call(finishSso, { ...input, ...this.bindings.of(request) }, call);
  }

  @Exposes(startOwnSso, 'Begin to prove at the identity provider who I am', BOUND)
  @Post('me/sso/authorizations')
  startOwn(
    @Input() input: StartOwnSso,
    @Call() call: CallContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.rpc.call(startOwnSso, { ...input, ...this.bindings.begin(request, reply) }, call);
  }

  @Exposes(renewBySso, 'Prove again who I am with the identity provider’s answer', SIGNS_IN_BOUND)
  @StartsSession()
  @UseInterceptors(ForgetsSession)
  @Post('sessions/reauthentication/sso')
  renew(@Input() input: RenewBySso, @Call() call: CallContext, @Req() request: FastifyRequest) {
    return this.rpc.call(renewBySso, { ...input, ...this.bindings.of(request) }, call);
  }

  @Exposes(linkSso, 'Link the identity provider to sign in with it from now on', BOUND)
  @Post('me/sso-identities')
  link(@Input() input: SsoResponse, @Call() call: CallContext, @Req() request: FastifyRequest) {
    return this.rpc.call(linkSso, { ...input, ...this.bindings.of(request) }, call);
  }

  @Exposes(startSsoTrial, 'Begin to try an identity provider', BOUND)
  @Post('sso/trials/authorizations')
  startTrial(
    @Input() input: StartSsoTrial,
    @Call() call: CallContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.rpc.call(startSsoTrial, { ...input, ...this.bindings.begin(request, reply) }, call);
  }

  @Exposes(finishSsoTrial, 'Show what a sign-in by the identity provider’s answer would come to', BOUND)
  @Post('sso/trials')
  finishTrial(@Input() input: SsoResponse, @Call() call: CallContext, @Req() request: FastifyRequest) {
    return this.rpc.call(finishSsoTrial, { ...input, ...this.bindings.of(request) }, call);
  }
}
