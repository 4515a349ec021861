import { runProcess } from '@roster/service-kit';
import { GatewayConfig } from './config.js';
import { createGateway } from './gateway.js';

await runProcess('gateway', GatewayConfig, async (own) => {
  const gateway = await createGateway(own);
  own.onStop(() => gateway.stop());
  await gateway.listen();
});
