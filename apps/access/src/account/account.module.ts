import { Module } from '@nestjs/common';
import { AccessSigner } from '@roster/client';
import { AccessConfig } from './config.js';
import { Snapshots } from './snapshots/snapshots.js';

/** The account as it is: what the database holds of it, and the snapshot that decisions are made from. */
@Module({
  providers: [
    {
      provide: AccessSigner,
      inject: [AccessConfig],
      useFactory: ({ ACCESS_SIGNING_KEY }: AccessConfig) => new AccessSigner(ACCESS_SIGNING_KEY),
    },
    Snapshots,
  ],
  exports: [AccessSigner, Snapshots],
})
export class AccountModule {}
