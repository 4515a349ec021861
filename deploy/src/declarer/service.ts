import { ProcessConfig, rosterService } from '@roster/service-kit';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

import { declarations } from './declarations.js';
import { Declarer } from './declarer.js';

class DeclarerConfig extends ProcessConfig {
  /** The number of copies of each stream in a cluster of NATS servers. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(5)
  NATS_REPLICAS = 1;
}

export const service = rosterService('declarer', DeclarerConfig, async ({ bus, config, health, logger, onStop }) => {
  const declarer = new Declarer({ bus, logger, declarations: declarations({ replicas: config.NATS_REPLICAS }) });
  declarer.start();
  onStop(() => declarer.stop());
  health.register('streams', async () => declarer.assertReady());
});
