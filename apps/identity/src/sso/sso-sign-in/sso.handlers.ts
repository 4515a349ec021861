import { Controller } from '@nestjs/common';
import {
  DiscoverSso,
  discoverSso,
  finishSso,
  linkSso,
  RenewBySso,
  renewBySso,
  SsoResponse,
  StartOwnSso,
  startOwnSso,
  StartSso,
  startSso,
  finishSsoTrial,
  startSsoTrial,
  StartSsoTrial,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { OwnSsoService } from './own-sso.service.js';
import { SsoDiscoveryService } from './sso-discovery.service.js';
import { SsoSignInsService } from './sso-sign-ins.service.js';
import { SsoTrialsService } from './sso-trials.service.js';

@Controller()
export class SsoHandlers {
  constructor(
    private readonly discovery: SsoDiscoveryService,
    private readonly own: OwnSsoService,
    private readonly signIns: SsoSignInsService,
    private readonly trials: SsoTrialsService,
  ) {}

  @Handle(discoverSso)
  discover(@Input() input: DiscoverSso) {
    return this.discovery.discover(input);
  }

  @Handle(startSso)
  start(@Input() input: StartSso) {
    return this.discovery.start(input);
  }

  @Handle(finishSso)
  finish(@Input() input: SsoResponse, @Call() call: CallContext) {
    return this.signIns.finish(input, call);
  }

  @Handle(startOwnSso)
  startOwn(@Input() input: StartOwnSso, @Call() call: CallContext) {
    return this.own.start(input, call);
  }

  @Handle(renewBySso)
  renew(@Input() input: RenewBySso, @Call() call: CallContext) {
    return this.own.renew(input, call);
  }

  @Handle(linkSso)
  link(@Input() input: SsoResponse, @Call() call: CallContext) {
    return this.own.link(input, call);
  }

  @Handle(startSsoTrial)
  startTrial(@Input() input: StartSsoTrial, @Call() call: CallContext) {
    return this.trials.start(input, call);
  }

  @Handle(finishSsoTrial)
  finishTrial(@Input() input: SsoResponse, @Call() call: CallContext) {
    return this.trials.finish(input, call);
  }
}
