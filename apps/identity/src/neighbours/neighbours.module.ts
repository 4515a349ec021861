import { Module } from '@nestjs/common';
import { AccessClient } from './access.client.js';
import { Seating } from './billing/seating.js';
import { SeatsClient } from './billing/seats.client.js';
import { CoreModule } from '../core/core.module.js';

/** The clients of the other services. */
@Module({
  imports: [CoreModule],
  providers: [AccessClient, SeatsClient, Seating],
  exports: [CoreModule, AccessClient, SeatsClient, Seating],
})
export class NeighboursModule {}
