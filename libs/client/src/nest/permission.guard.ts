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
import { Roster } from '../roster.js';
import { askerOf, type Identify } from './asker.js';
import { Requires, type About, type Asked } from './requirement.js';

export const IDENTIFY = Symbol('IDENTIFY');

/**
 * Lets a request through if its sender may do what the handler requires. Otherwise it answers 401 where nobody is
 * signed in, 403 with the permission and the deciding rule, 503 where nobody can decide, and 404 for a record that does
 * not exist.
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
    // Answer 404 only after the permission was checked: a caller who may not do this to any record must not learn which
    // records exist.
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

  /**
   * Decides. A permission for some of the records is enough for a handler that lists by the filter, and for no other.
   */
  private async allow(question: CheckRequest, about: About): Promise<void> {
    const { allowed, reason } = await this.roster.check(question);
    if (allowed && (about.list || reason !== 'granted_in_part')) return;
    if (!allowed) return this.roster.authorize(question);
    const { permission } = question;
    throw new RosterError(permissionDenied, 'The record is not named', { details: { permission, reason } });
  }
}

/**
 * Guards a handler, or all handlers of a controller: `@RequirePermission('contacts:delete', { record: … })`. A
 * permission that may reach only some records must name the record, or say that the handler lists. Otherwise the
 * service does not boot.
 */
export const RequirePermission = (permission: string, about: About = {}) =>
  applyDecorators(Requires({ permission, about }), UseGuards(PermissionGuard));
