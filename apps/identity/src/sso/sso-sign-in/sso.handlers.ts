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
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { OwnSsoService } from './own-sso.service.js';
import { SsoDiscoveryService } from './sso-discovery.service.js';
import { SsoSignInsService } from './sso-sign-ins.service.js';

@Controller()
export class SsoHandlers {
  constructor(
    private readonly discovery: SsoDiscoveryService,
    private readonly own: OwnSsoService,
    private readonly signIns: SsoSignInsService,
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
}
