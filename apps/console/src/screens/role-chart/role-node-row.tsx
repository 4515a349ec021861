import { ActionIcon, Anchor, Group, Menu, Text, type RenderTreeNodePayload } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconDots } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { RoleIcon } from '../../parts/role-icon.js';
import type { RoleNode } from './role-chart.js';
import { useWords } from './role-chart.words.js';

interface Props {
  readonly role: RoleNode;
  /** Undefined where nothing is below it. */
  readonly isExpanded: boolean | undefined;
  readonly elementProps: RenderTreeNodePayload['elementProps'];
  readonly onMove?: () => void;
}

/** A role in the tree. */
export function RoleNodeRow({ role, isExpanded, elementProps, onMove }: Props) {
  const say = useWords();
  const navigate = useNavigate();
  const { id: roleId, name, icon, memberCount } = role;
  const Chevron = isExpanded ? IconChevronDown : IconChevronRight;
  return (
    <Group {...elementProps} gap="xs" mih={44} wrap="nowrap">
      <Chevron
        size={16}
        aria-hidden
        style={{ flexShrink: 0, visibility: isExpanded === undefined ? 'hidden' : 'visible' }}
      />
      <RoleIcon name={icon} />
      <Anchor
        id={`node-${roleId}`}
        fw={600}
        mih={28}
        style={{ overflowWrap: 'anywhere', display: 'inline-flex', alignItems: 'center' }}
        onClick={(event) => event.stopPropagation()}
        renderRoot={(props) => <Link {...props} to="/console/roles/$roleId" params={{ roleId }} />}
      >
        {name}
      </Anchor>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {say('members', { count: memberCount })}
      </Text>
      {onMove && (
        // The keys of the menu are its own: the tree would take the arrows and the space bar.
        <span
          onKeyDown={(event) => event.stopPropagation()}
          onClick={(event) => event.stopPropagation()}
          role="presentation"
        >
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={say('menu', { role: name })}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void navigate({ to: '/console/roles/$roleId', params: { roleId } })}>
                {say('open')}
              </Menu.Item>
              <Menu.Item onClick={onMove}>{say('moveUnder')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      )}
    </Group>
  );
}
