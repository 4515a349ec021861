import { CreateDeliveries1763800000000 } from './1763800000000-CreateDeliveries.js';
import { WidenDeliveries1764000800000 } from './1764000800000-WidenDeliveries.js';
import { FollowEvents1764500000000 } from './1764500000000-FollowEvents.js';

export const migrations = [CreateDeliveries1763800000000, WidenDeliveries1764000800000, FollowEvents1764500000000];
