import { runService } from '@roster/service-kit';

import { service } from './service.js';

await runService(service);
