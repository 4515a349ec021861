import { defineService } from '@roster/service-kit';
import { BillingModule, entities } from './billing.module.js';
import { BillingConfig } from './config.js';
import { migrations } from './migrations/index.js';

export const service = defineService(BillingModule, {
  context: 'billing',
  config: BillingConfig,
  entities,
  migrations,
});
