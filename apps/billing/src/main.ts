import { runService } from '@roster/service-kit';
import { BillingModule, entities } from './billing.module.js';
import { BillingConfig } from './config.js';
import { migrations } from './migrations/index.js';

await runService(BillingModule, { context: 'billing', config: BillingConfig, entities, migrations });
