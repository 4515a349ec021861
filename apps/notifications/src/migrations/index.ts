import { CreateDeliveries1763800000000 } from './1763800000000-CreateDeliveries.js';

export const migrations = [CreateDeliveries1763800000000];
