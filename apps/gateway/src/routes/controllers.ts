import type { Type } from '@nestjs/common';
import { allRpcs } from '@roster/contracts';
import { AuthzenController } from '../checks/authzen.controller.js';
import { HealthController } from '../health/health.controller.js';
import { ConsoleController } from './console/console.controller.js';
import { contractControllers } from './contracts/contract-controllers.js';
import { EventsController } from './events/events.controller.js';
import { AuditExportController } from './exports/audit-export.controller.js';
import { MemberExportController } from './exports/member-export.controller.js';
import { InvitationsController } from './sessions/invitations.controller.js';
import { RenewalsController } from './sessions/renewals.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SignInStepsController } from './sessions/sign-in-steps.controller.js';
import { ConnectionsController } from './sso/connections.controller.js';
import { SsoController } from './sso/sso.controller.js';

/** All routes of the gateway: those that contracts declare, and those that do more than pass a call on. */
export const controllers: readonly Type[] = [
  ...contractControllers(allRpcs()),
  AuditExportController,
  AuthzenController,
  ConnectionsController,
  ConsoleController,
  EventsController,
  HealthController,
  InvitationsController,
  MemberExportController,
  RenewalsController,
  SessionsController,
  SignInStepsController,
  SsoController,
];
