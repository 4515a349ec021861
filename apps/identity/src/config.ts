import { Global, Module } from '@nestjs/common';
import { IntersectionType } from '@nestjs/mapped-types';
import { ServiceConfig } from '@roster/service-kit';
import { TokensConfig } from './core/tokens/tokens.config.js';
import { LimitsConfig } from './core/limits/limits.config.js';
import { OutboundConfig } from './core/outbound/outbound.config.js';
import { PublicUrlConfig } from './core/public-url.config.js';
import { SessionsConfig } from './sessions/sessions/sessions.config.js';
import { PasswordsConfig } from './credentials/passwords/passwords.config.js';
import { InvitationsConfig } from './onboarding/invitations/invitations.config.js';
import { SignUpsConfig } from './onboarding/sign-ups/sign-ups.config.js';
import { DomainsConfig } from './sso/domains/domains.config.js';
import { ThirdPartiesConfig } from './sso/linked-accounts/third-parties.config.js';
import { DeletionsConfig } from './offboarding/deletions/deletions.config.js';

/** Each part stands beside what it is for, which injects that part alone. */
const PARTS = [
  TokensConfig,
  LimitsConfig,
  OutboundConfig,
  PublicUrlConfig,
  SessionsConfig,
  PasswordsConfig,
  InvitationsConfig,
  SignUpsConfig,
  DomainsConfig,
  ThirdPartiesConfig,
  DeletionsConfig,
] as const;

/** What identity reads from its environment. */
export class IdentityConfig extends IntersectionType(ServiceConfig, ...PARTS) {}

@Global()
@Module({
  providers: PARTS.map((part) => ({ provide: part, useExisting: IdentityConfig })),
  exports: [...PARTS],
})
export class IdentityConfigModule {}
