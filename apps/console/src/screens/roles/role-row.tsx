import { ActionIcon, Anchor, Box, Group, Stack, Table, Text } from '@mantine/core';
import { useSortable } from '@dnd-kit/react/sortable';
import { IconGripVertical } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { grantsNothing, type Role } from '../../app/roles.js';
import { RoleIcon } from '../../parts/role-icon.js';
import { RoleMembers } from './role-members.js';
import { RoleMenu, type RoleActs } from './role-menu.js';
import { useWords } from './roles.words.js';

interface Props extends RoleActs {
  readonly role: Role;
  readonly rowRef?: (element: Element | null) => void;
  /** What the row is dragged by. Undefined: nothing here is dragged; null: other rows are. */
  readonly handle?: ReactNode;
}

/** A role: how it looks, what it is for, who has it, and what can be done with it. */
export function RoleRow({ role, rowRef, handle, ...acts }: Props) {
  const say = useWords();
  return (
    <Table.Tr ref={rowRef} h={44}>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          {handle === null ? <Box w={28} visibleFrom="sm" /> : handle}
          <RoleIcon name={role.icon} />
          <Stack gap={0} miw={0}>
            <Anchor
              id={`role-${role.id}`}
              fw={600}
              style={{ overflowWrap: 'anywhere' }}
              renderRoot={(props) => (
                <Link {...props} to="/console/roles/$roleId" params={{ roleId: role.id }} search={{}} />
              )}
            >
              {role.name}
            </Anchor>
            {grantsNothing(role) && (
              <Text size="xs" c="dimmed">
                {say('grantsNothing')}
              </Text>
            )}
          </Stack>
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text c="dimmed" lineClamp={2}>
          {role.description}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="xs">
        <RoleMembers role={role} />
      </Table.Td>
      <Table.Td visibleFrom="sm">{say(role.kind)}</Table.Td>
      <Table.Td>
        <RoleMenu role={role} {...acts} />
      </Table.Td>
    </Table.Tr>
  );
}

interface OwnProps extends Props {
  readonly place: number;
  readonly last: number;
}

/** A role of the account's own: it can be dragged to another place, where there is one and the person may. */
export function OwnRoleRow({ onMove, place, last, ...props }: OwnProps & { onMove?: (to: number) => void }) {
  return onMove ? <SortableRoleRow {...props} place={place} last={last} onMove={onMove} /> : <RoleRow {...props} />;
}

function SortableRoleRow({ place, last, onMove, ...props }: OwnProps & { onMove: (to: number) => void }) {
  const say = useWords();
  const { ref, handleRef } = useSortable({
    id: props.role.id,
    index: place,
    data: { name: props.role.name },
  });
  return (
    <RoleRow
      {...props}
      rowRef={ref}
      onMoveUp={place > 0 ? () => onMove(place - 1) : undefined}
      onMoveDown={place < last ? () => onMove(place + 1) : undefined}
      handle={
        <ActionIcon
          ref={handleRef}
          variant="subtle"
          color="gray"
          visibleFrom="sm"
          aria-label={say('drag', { role: props.role.name })}
          style={{ cursor: 'grab', touchAction: 'none' }}
        >
          <IconGripVertical size={16} aria-hidden />
        </ActionIcon>
      }
    />
  );
}
