import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AccessSigner } from '@roster/client';
import { AccessConfig } from './config.js';
import { LongCallsInterceptor } from './long-calls/long-calls.interceptor.js';
import { Snapshots } from './snapshots/snapshots.js';

/** The account as it is: what the database holds of it, and the snapshot that decisions are made from. */
@Module({
  providers: [
    {
      provide: AccessSigner,
      inject: [AccessConfig],
      useFactory: ({ ACCESS_SIGNING_KEY }: AccessConfig) => new AccessSigner(ACCESS_SIGNING_KEY),
    },
    { provide: APP_INTERCEPTOR, useClass: LongCallsInterceptor },
    Snapshots,
  ],
  exports: [AccessSigner, Snapshots],
})
export class AccountModule {}
