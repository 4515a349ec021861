import { runService } from '@roster/service-kit';
import { NotificationsConfig } from './config.js';
import { migrations } from './migrations/index.js';
import { entities, NotificationsModule } from './notifications.module.js';

await runService(NotificationsModule, { context: 'notifications', config: NotificationsConfig, entities, migrations });
