import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useWords } from './teams.words.js';
import type { Team } from '../../app/teams.js';

/** What can be done with a team. */
export function TeamMenu({ team, onDo }: { team: Team; onDo: (what: 'rename' | 'remove') => void }) {
  const say = useWords();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={say('menu', { team: team.name })}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onDo('rename')}>{say('rename')}</Menu.Item>
        <Menu.Item onClick={() => onDo('remove')}>{say('remove')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
