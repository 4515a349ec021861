import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMayIn, type Project } from '../../app/projects.js';
import { useWords } from './projects.words.js';

export type ProjectAct = 'rename' | 'transfer' | 'remove';

const ACTS = [
  { act: 'rename', permission: 'project:edit-settings' },
  { act: 'transfer', permission: 'project:transfer' },
  { act: 'remove', permission: 'project:delete' },
] as const;

/** What its owner, and the owner of the account, can do with a project. Absent for everybody else. */
export function ProjectMenu({ project, onDo }: { project: Project; onDo: (act: ProjectAct) => void }) {
  const say = useWords();
  const may = useMayIn(project.id);
  const acts = ACTS.filter(({ permission }) => may(permission));
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={say('menu', { project: project.name })}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map(({ act }) => (
          <Menu.Item key={act} onClick={() => onDo(act)}>
            {say(act)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
