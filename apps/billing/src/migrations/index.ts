import { CreateSeats1763800000000 } from './1763800000000-CreateSeats.js';

export const migrations = [CreateSeats1763800000000];
