import { ActionIcon, Button, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { isRefusal } from '../../api/problem.js';
import { projectQuery, useMayIn, type Project } from '../../app/projects.js';
import { useMay } from '../../app/session.js';
import { Empty } from '../../parts/empty.js';
import { AnchorLink } from '../../parts/links.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { Chip } from '../../parts/role-chips.js';
import { When } from '../../parts/when.js';
import { useProjectDialogs } from '../projects/project-dialogs.js';
import { ProjectMenu } from '../projects/project-menu.js';
import { EditTeam } from './edit-team.js';
import { PersonPermissions } from './person-permissions.js';
import { teamOfProjectQuery, type Teammate } from './project.js';
import { TeammateCell } from './teammate-cell.js';
import { useWords } from './project.words.js';

const route = getRouteApi('/console/projects/$projectId');

/** A project and its team (PJ-05 to PJ-09, UI-15). */
export function ProjectScreen() {
  const say = useWords();
  const { projectId } = route.useParams();
  const navigate = route.useNavigate();
  const project = useQuery(projectQuery(projectId));
  const { ask, dialog } = useProjectDialogs(() => void navigate({ to: '/console/projects' }));
  const back = <AnchorLink to="/console/projects">{say('all')}</AnchorLink>;
  if (isRefusal(project.error, 'project.not-found', 'request.invalid')) {
    return (
      <Page title={say('title')}>
        {back}
        <Empty title={say('gone')}>
          <Text>{say('goneWhy')}</Text>
        </Empty>
      </Page>
    );
  }
  const { data } = project;
  return (
    <Page
      title={data?.name ?? say('title')}
      actions={data && <ProjectMenu project={data} onDo={(act) => ask(act, data)} />}
    >
      {back}
      <Problem error={project.error} />
      {data && <Team project={data} />}
      {dialog}
    </Page>
  );
}

function Team({ project }: { project: Project }) {
  const say = useWords();
  const may = useMay();
  const mayIn = useMayIn(project.id);
  const mayEdit = mayIn('project-team:edit') || may('projects:assign');
  const mayPermit = mayIn('project-permissions:edit') || may('permissions:edit');
  const maySee = mayEdit || mayIn('project-team:view');
  const team = useQuery({ ...teamOfProjectQuery(project.id), enabled: maySee });
  const [isEditing, setEditing] = useState(false);
  const [shown, setShown] = useState<Teammate>();
  if (!maySee) return null;
  return (
    <Section
      title={say('team')}
      actions={mayEdit && <Button onClick={() => setEditing(true)}>{say('editTeam')}</Button>}
    >
      <Problem error={team.error} />
      {team.isPending && <Skeleton height={132} maw={720} role="status" aria-label={say('loading')} />}
      {team.data && (
        <TeamTable
          project={project}
          people={team.data.people}
          onPermissions={mayPermit || mayIn('project-permissions:view') ? setShown : undefined}
        />
      )}
      {isEditing && <EditTeam project={project} onClose={() => setEditing(false)} />}
      {shown && (
        <PersonPermissions project={project} person={shown} mayEdit={mayPermit} onClose={() => setShown(undefined)} />
      )}
    </Section>
  );
}

interface TableProps {
  readonly project: Project;
  readonly people: readonly Teammate[];
  readonly onPermissions: ((person: Teammate) => void) | undefined;
}

function TeamTable({ project, people, onPermissions }: TableProps) {
  const say = useWords();
  return (
    <Table verticalSpacing={6} aria-label={say('onIt', { project: project.name })} maw={720} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('person')}</Table.Th>
          <Table.Th w={150}>{say('place')}</Table.Th>
          <Table.Th w={44}>
            <VisuallyHidden>{say('actions')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map((person) => (
          <Table.Tr key={person.memberId} h={44}>
            <Table.Td>
              <TeammateCell person={person} />
            </Table.Td>
            <Table.Td>
              {person.isOwner ? (
                <Chip>{say('owner')}</Chip>
              ) : person.expiresAt ? (
                <>
                  {say('until')} <When at={person.expiresAt} />
                </>
              ) : (
                say('always')
              )}
            </Table.Td>
            <Table.Td>
              {onPermissions && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={say('permissions', { person: person.name || person.email })}
                  onClick={() => onPermissions(person)}
                >
                  <IconPencil size={16} aria-hidden />
                </ActionIcon>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
