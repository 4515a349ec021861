import { Controller, Inject, type Type } from '@nestjs/common';
import { checkHealth, type Context, type PresetSet, type ServiceHealth } from '@roster/contracts';
import { EventHandlers } from '../events/event-handlers.js';
import { HealthRegistry } from '../health/health.js';
import { Handle } from '../rpc/handler/handle.js';
import { PRESETS } from './presets.js';

/** The handler by which the gateway checks whether a service has everything that it needs. */
export function healthHandlers(context: Context): Type<unknown> {
  @Controller()
  class HealthHandlers {
    constructor(
      private readonly health: HealthRegistry,
      private readonly events: EventHandlers,
      @Inject(PRESETS) private readonly presets: PresetSet,
    ) {}

    @Handle(checkHealth[context])
    async check(): Promise<ServiceHealth> {
      const [checks, deadLetters] = await Promise.all([this.health.check(), this.events.deadLetters()]);
      const ok = checks.every((check) => check.ok);
      return { service: context, ok, checks, presets: this.presets.hash, deadLetters };
    }
  }
  return HealthHandlers;
}
