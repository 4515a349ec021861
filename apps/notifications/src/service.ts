import { defineService } from '@roster/service-kit';
import { NotificationsConfig } from './config.js';
import { migrations } from './migrations/index.js';
import { entities, NotificationsModule } from './notifications.module.js';

export const service = defineService(NotificationsModule, {
  context: 'notifications',
  config: NotificationsConfig,
  entities,
  migrations,
});
