import { Module } from '@nestjs/common';
import { IdentityConfigModule } from './config.js';
import { CoreModule } from './core/core.module.js';
import { OffboardingModule } from './offboarding/offboarding.module.js';
import { SsoModule } from './sso/sso.module.js';

/** People: accounts, users, members, invitations and sessions. Each wing knows those below it, and no other. */
@Module({
  imports: [IdentityConfigModule, CoreModule, SsoModule, OffboardingModule],
  exports: [CoreModule],
})
export class IdentityModule {}
