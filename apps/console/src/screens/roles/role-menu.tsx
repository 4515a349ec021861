import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Role } from '../../app/roles.js';
import { useWords } from './roles.words.js';

/** What can be done with a role here. What is left out cannot be. */
export interface RoleActs {
  readonly canEdit?: boolean;
  readonly canCopy?: boolean;
  readonly onMoveUp?: (() => void) | undefined;
  readonly onMoveDown?: (() => void) | undefined;
  readonly onDelete?: () => void;
}

/** The menu of a role; nothing where nothing can be done. */
export function RoleMenu({ role, canEdit, canCopy, onMoveUp, onMoveDown, onDelete }: RoleActs & { role: Role }) {
  const say = useWords();
  const navigate = useNavigate();
  const { id: roleId, name } = role;
  if (!canEdit && !canCopy && !onMoveUp && !onMoveDown && !onDelete) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={say('menu', { role: name })}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {canEdit && (
          <Menu.Item onClick={() => void navigate({ to: '/console/roles/$roleId', params: { roleId }, search: {} })}>
            {say('edit')}
          </Menu.Item>
        )}
        {canCopy && (
          <Menu.Item onClick={() => void navigate({ to: '/console/roles/new', search: { from: roleId } })}>
            {say('copy')}
          </Menu.Item>
        )}
        {onMoveUp && <Menu.Item onClick={onMoveUp}>{say('moveUp')}</Menu.Item>}
        {onMoveDown && <Menu.Item onClick={onMoveDown}>{say('moveDown')}</Menu.Item>}
        {onDelete && <Menu.Item onClick={onDelete}>{say('remove')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
