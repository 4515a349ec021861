import { defineService } from '@roster/service-kit';
import { AccessModule } from './access.module.js';
import { AccessConfig } from './account/config.js';
import { entities } from './entities.js';
import { migrations } from './migrations/index.js';

export const service = defineService(AccessModule, { context: 'access', config: AccessConfig, entities, migrations });
