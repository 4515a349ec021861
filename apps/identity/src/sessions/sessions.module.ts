import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { ProofInterceptor } from './proofs/proof.interceptor.js';
import { ApiKeysHandlers } from './api-keys/api-keys.handlers.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { Proofs } from './proofs/proofs.js';
import { SessionStore } from './sessions/session.store.js';
import { SessionsService } from './sessions/sessions.service.js';
import { PeopleModule } from '../people/people.module.js';

/** Sessions, devices, API keys, and the proofs that were given in sessions. */
@Module({
  imports: [PeopleModule],
  controllers: [ApiKeysHandlers],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: ProofInterceptor },
    Proofs,
    SessionStore,
    SessionsService,
    ApiKeysService,
  ],
  exports: [PeopleModule, Proofs, SessionStore, SessionsService, ApiKeysService],
})
export class SessionsModule {}
