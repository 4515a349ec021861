import { Button, Group, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { projectsQuery, type Project } from '../../app/projects.js';
import { useMay } from '../../app/session.js';
import { Empty } from '../../parts/empty.js';
import { AnchorLink } from '../../parts/links.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { Chip } from '../../parts/role-chips.js';
import { NameProject } from './name-project.js';
import { useProjectDialogs } from './project-dialogs.js';
import { ProjectMenu, type ProjectAct } from './project-menu.js';
import { useWords } from './projects.words.js';

/** The projects that somebody works on; all of them for those who may see them (PJ-01). */
export function ProjectsScreen() {
  const say = useWords();
  const may = useMay();
  const { data: projects, error } = useQuery(projectsQuery);
  const [isMaking, setMaking] = useState(false);
  const { ask, dialog } = useProjectDialogs();
  const create = may('projects:create') && <Button onClick={() => setMaking(true)}>{say('create')}</Button>;
  return (
    <Page title={say('title')} actions={projects && projects.length > 0 && create}>
      <Text c="dimmed" maw={720}>
        {say('explained')}
      </Text>
      <Problem error={error} />
      {!projects && !error && <Skeleton height={132} role="status" aria-label={say('loading')} />}
      {projects?.length === 0 && (
        <Empty title={say(create ? 'none' : 'noneYours')}>
          {create && <Text>{say('noneWhy')}</Text>}
          {create}
        </Empty>
      )}
      {projects && projects.length > 0 && <ProjectsTable projects={projects} onDo={ask} />}
      {isMaking && <NameProject onClose={() => setMaking(false)} />}
      {dialog}
    </Page>
  );
}

interface TableProps {
  readonly projects: readonly Project[];
  readonly onDo: (act: ProjectAct, project: Project) => void;
}

function ProjectsTable({ projects, onDo }: TableProps) {
  const say = useWords();
  const may = useMay();
  return (
    <Table verticalSpacing={6} highlightOnHover aria-label={say('list')} maw={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('project')}</Table.Th>
          <Table.Th w={90}>{say('people')}</Table.Th>
          <Table.Th w={44}>
            <VisuallyHidden>{say('actions')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {projects.map((project) => (
          <Table.Tr key={project.id} h={44}>
            <Table.Td>
              <Group gap="xs">
                <AnchorLink
                  to="/console/projects/$projectId"
                  params={{ projectId: project.id }}
                  fw={600}
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {project.name}
                </AnchorLink>
                {project.isOwner && <Chip>{say('yours')}</Chip>}
              </Group>
            </Table.Td>
            <Table.Td>{project.memberCount}</Table.Td>
            <Table.Td>
              {/* Nobody but the owners can do anything with it: others are not asked about. */}
              {(project.isOwner || may('account:transfer')) && (
                <ProjectMenu project={project} onDo={(act) => onDo(act, project)} />
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
