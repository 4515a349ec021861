import { defineService } from '@roster/service-kit';
import { IdentityConfig } from './config.js';
import { entities } from './entities.js';
import { IdentityModule } from './identity.module.js';
import { migrations } from './migrations/index.js';

export const service = defineService(IdentityModule, {
  context: 'identity',
  config: IdentityConfig,
  entities,
  migrations,
});
