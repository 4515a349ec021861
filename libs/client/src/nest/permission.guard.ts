import {
  applyDecorators,
  Inject,
  Injectable,
  NotFoundException,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { permissionDenied, RosterError, sessionRequired, type CheckRequest } from '@roster/contracts';
import { Roster } from '../roster/roster.js';
import { askerOf, type Identify } from './asker.js';
import { Requires, type About, type Asked } from './requirement.js';

export const IDENTIFY = Symbol('IDENTIFY');

/**
 * Lets a request to its handler if the one who makes it may do what the handler requires: else 401 where nobody makes
 * it, 403 with the permission and the deciding rule, 503 where nobody can say, 404 for a record that is not there.
 */
@Injectable()
class PermissionGuard implements CanActivate {
  constructor(
    private readonly roster: Roster,
    private readonly reflector: Reflector,
    @Inject(IDENTIFY) private readonly by: Identify,
    private readonly module: ModuleRef,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const required = this.reflector.getAllAndOverride(Requires, [context.getHandler(), context.getClass()]);
    if (context.getType() !== 'http') throw new TypeError('@RequirePermission guards requests over HTTP only');
    const request: object = context.switchToHttp().getRequest();
    const asker = await askerOf(request, this.by);
    if (!asker) throw new RosterError(sessionRequired);
    const { permission, about } = required;
    const asked: Asked = { asker, get: (type) => this.module.get(type, { strict: false }) };
    const question = { ...asker, permission, ...(await this.rest(about, request, asked)) };
    if (!about.record) {
      await this.allow(question, about);
      return true;
    }
    const record = await about.record(request, asked);
    await this.roster.authorize({ ...question, ...(record && { record }) });
    // Whoever may not do this to any record does not learn which there are.
    if (!record) throw new NotFoundException();
    return true;
  }

  private async rest(
    about: About,
    request: object,
    asked: Asked,
  ): Promise<Pick<CheckRequest, 'projectId' | 'actionProperties'>> {
    const projectId = await about.project?.(request, asked);
    const actionProperties = about.actionProperties?.(request);
    return {
      ...(projectId !== undefined && { projectId }),
      ...(actionProperties && { actionProperties }),
    };
  }

  /** Some of the records is an ALLOW to who lists them by the filter, and to nobody else. */
  private async allow(question: CheckRequest, about: About): Promise<void> {
    const { allowed, reason } = await this.roster.check(question);
    if (allowed && (about.list || reason !== 'granted_in_part')) return;
    if (!allowed) return this.roster.authorize(question);
    const { permission } = question;
    throw new RosterError(permissionDenied, 'The record is not named', { details: { permission, reason } });
  }
}

/**
 * Guards a handler, or all of a controller: `@RequirePermission('contacts:delete', { record: … })`. A permission that
 * may reach some records only has to name the record, or to say that the handler lists: else the service does not boot.
 */
export const RequirePermission = (permission: string, about: About = {}) =>
  applyDecorators(Requires({ permission, about }), UseGuards(PermissionGuard));
