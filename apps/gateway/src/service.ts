import { rosterService } from '@roster/service-kit';
import { GatewayConfig } from './config.js';
import { createGateway } from './gateway.js';

export const service = rosterService('gateway', GatewayConfig, async (own) => {
  const gateway = await createGateway(own);
  own.onStop(() => gateway.stop());
  await gateway.listen();
});
