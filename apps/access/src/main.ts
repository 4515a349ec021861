import { runService } from '@roster/service-kit';
import { AccessModule } from './access.module.js';
import { AccessConfig } from './config.js';
import { entities } from './entities.js';
import { migrations } from './migrations/index.js';

await runService(AccessModule, { context: 'access', config: AccessConfig, entities, migrations });
