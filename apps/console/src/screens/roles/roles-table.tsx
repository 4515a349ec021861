import { Table, VisuallyHidden } from '@mantine/core';
import { DragDropProvider } from '@dnd-kit/react';
import { isSortable } from '@dnd-kit/react/sortable';
import { useEffect, useRef, useState } from 'react';
import { useNotices } from '../../app/notice.js';
import type { Role } from '../../app/roles.js';
import { useMay } from '../../app/session.js';
import { Problem } from '../../parts/problem.js';
import { useDragging } from './dragging.js';
import { DeleteRole } from './delete-role.js';
import { OwnRoleRow, RoleRow } from './role-row.js';
import { movedTo, useOrder } from './roles.js';
import { useWords } from './roles.words.js';

interface Props {
  readonly roles: readonly Role[];
  /** Whether roles of one's own can be changed, and not only deleted. */
  readonly canChange: boolean;
}

/** The roles as rows. The account's own are put in order by dragging, or by their menu. */
export function RolesTable({ roles, canChange }: Props) {
  const say = useWords();
  const may = useMay();
  const { tell } = useNotices();
  const [toDelete, setToDelete] = useState<Role>();
  const order = useOrder((role, place) => tell(say('moved', { role: role.name, place })));
  const dragging = useDragging();
  const focusAfter = useFocusAfterRemoval(roles);
  const system = roles.filter(({ kind }) => kind === 'system');
  const own = roles.filter(({ kind }) => kind === 'custom');
  const canOrder = may('roles:edit') && own.length > 1;
  const move = (from: number, to: number): void => {
    const moved = own[from];
    if (moved) order.mutate({ moved, roleIds: movedTo(own, from, to).map(({ id }) => id) });
  };
  const rights = { canEdit: canChange && may('roles:edit'), canCopy: canChange && may('roles:create') };
  return (
    <>
      <Problem error={order.error} />
      <DragDropProvider
        plugins={dragging}
        onDragEnd={({ canceled, operation: { source } }) => {
          if (!canceled && isSortable(source) && source.initialIndex !== source.index)
            move(source.initialIndex, source.index);
        }}
      >
        <Table verticalSpacing={6} highlightOnHover aria-label={say('list')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={{ xs: '30%' }}>{say('role')}</Table.Th>
              <Table.Th visibleFrom="md">{say('description')}</Table.Th>
              <Table.Th visibleFrom="xs">{say('members')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('kind')}</Table.Th>
              <Table.Th w={44}>
                <VisuallyHidden>{say('actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {system.map((role) => (
              <RoleRow key={role.id} role={role} canCopy={rights.canCopy} {...(canOrder && { handle: null })} />
            ))}
            {own.map((role, place) => (
              <OwnRoleRow
                key={role.id}
                role={role}
                place={place}
                last={own.length - 1}
                {...rights}
                {...(canOrder && { onMove: (to: number) => move(place, to) })}
                {...(may('roles:delete') && { onDelete: () => setToDelete(role) })}
              />
            ))}
          </Table.Tbody>
        </Table>
      </DragDropProvider>
      {toDelete && (
        <DeleteRole
          role={toDelete}
          roles={roles}
          onClose={() => setToDelete(undefined)}
          onDeleted={() => {
            focusAfter(toDelete);
            setToDelete(undefined);
          }}
        />
      )}
    </>
  );
}

/** Once a role is gone from the list, the focus is on the one that stands in its place, or on the last. */
function useFocusAfterRemoval(roles: readonly Role[]): (role: Role) => void {
  const removed = useRef<{ id: string; place: number }>(undefined);
  useEffect(() => {
    if (!removed.current || roles.some(({ id }) => id === removed.current?.id)) return;
    const next = roles[Math.min(removed.current.place, roles.length - 1)];
    removed.current = undefined;
    if (next) document.getElementById(`role-${next.id}`)?.focus();
  }, [roles]);
  return ({ id }) => {
    removed.current = { id, place: roles.findIndex((role) => role.id === id) };
  };
}
