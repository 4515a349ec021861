import { Injectable } from '@nestjs/common';
import {
  createRole,
  deleteRole,
  editRole,
  orderRoles,
  roleNotFound,
  RosterError,
  type AppliedVersion,
  type CallContext,
  type CreateRole,
  type DeleteRole,
  type EditRole,
  type OrderRoles,
  type RoleChanged,
  type RolesOrdered,
} from '@roster/contracts';
import { ChangesService, type Applied } from '../changes/changes.service.js';
import { activeMembers, roleOf } from '../../account/roles/role-rows.js';

/** The roles that an account makes for itself. */
@Injectable()
export class CustomRolesService {
  constructor(private readonly changes: ChangesService) {}

  create(input: CreateRole, call: CallContext): Promise<RoleChanged> {
    const change = { ...input, kind: 'role.create' } as const;
    return this.changes.apply({ contract: createRole, input, call }, change, (applied) =>
      shown(applied, applied.createdId),
    );
  }

  edit(input: EditRole, call: CallContext): Promise<RoleChanged> {
    const change = { ...input, kind: 'role.edit' } as const;
    return this.changes.apply({ contract: editRole, input, call }, change, (applied) => shown(applied, input.roleId));
  }

  delete(input: DeleteRole, call: CallContext): Promise<AppliedVersion> {
    const change = { ...input, kind: 'role.delete' } as const;
    return this.changes.apply({ contract: deleteRole, input, call }, change, ({ after }) => ({
      version: after.version,
    }));
  }

  order(input: OrderRoles, call: CallContext): Promise<RolesOrdered> {
    const change = { ...input, kind: 'role.order' } as const;
    return this.changes.apply({ contract: orderRoles, input, call }, change, async ({ after, manager }) => {
      const members = await activeMembers(manager, after.stored.id);
      const items = after.roles.map((role) => roleOf(role, members.get(role.id)));
      return { items, nextCursor: null, version: after.version };
    });
  }
}

async function shown({ after, manager }: Applied, roleId: string): Promise<RoleChanged> {
  const role = after.roles.find(({ id }) => id === roleId.toLowerCase());
  if (!role) throw new RosterError(roleNotFound);
  const members = await activeMembers(manager, after.stored.id, role.id);
  return { ...roleOf(role, members.get(role.id)), version: after.version };
}
