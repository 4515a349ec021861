import { Anchor, Button, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../app/session.js';
import { Empty } from '../../parts/empty.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { DeleteTeam } from './delete-team.js';
import { NameTeam } from './name-team.js';
import { TeamMenu } from './team-menu.js';
import { useWords } from './teams.words.js';
import { teamsQuery, type Team } from '../../app/teams.js';

type Doing = { readonly what: 'create' } | { readonly what: 'rename' | 'remove'; readonly team: Team };

/** The teams of an account (ID-08): groups of members. */
export function TeamsScreen() {
  const say = useWords();
  const may = useMay();
  const { data: teams, error } = useQuery(teamsQuery);
  const [doing, setDoing] = useState<Doing>();
  const create = may('members:edit') && <Button onClick={() => setDoing({ what: 'create' })}>{say('create')}</Button>;
  const close = (): void => setDoing(undefined);
  return (
    <Page title={say('title')} actions={teams && teams.length > 0 && create}>
      <Text c="dimmed" maw={720}>
        {say('explained')}
      </Text>
      <Problem error={error} />
      {!teams && !error && <Skeleton height={132} role="status" aria-label={say('loading')} />}
      {teams?.length === 0 && (
        <Empty title={say('none')}>
          {create && <Text>{say('noneWhy')}</Text>}
          {create}
        </Empty>
      )}
      {teams && teams.length > 0 && (
        <TeamsTable teams={teams} onDo={may('members:edit') ? (what, team) => setDoing({ what, team }) : undefined} />
      )}
      {doing?.what === 'create' && <NameTeam onClose={close} />}
      {doing?.what === 'rename' && <NameTeam team={doing.team} onClose={close} />}
      {doing?.what === 'remove' && <DeleteTeam team={doing.team} onClose={close} />}
    </Page>
  );
}

interface TableProps {
  readonly teams: readonly Team[];
  readonly onDo: ((what: 'rename' | 'remove', team: Team) => void) | undefined;
}

function TeamsTable({ teams, onDo }: TableProps) {
  const say = useWords();
  return (
    <Table verticalSpacing={6} highlightOnHover aria-label={say('list')} maw={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('team')}</Table.Th>
          <Table.Th w={110}>{say('members')}</Table.Th>
          <Table.Th w={44}>
            <VisuallyHidden>{say('actions')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {teams.map((team) => (
          <Table.Tr key={team.id} h={44}>
            <Table.Td>
              <Anchor
                fw={600}
                style={{ overflowWrap: 'anywhere' }}
                renderRoot={(props) => (
                  <Link {...props} to="/console/teams/$teamId" params={{ teamId: team.id }} search={{}} />
                )}
              >
                {team.name}
              </Anchor>
            </Table.Td>
            <Table.Td>{team.memberCount}</Table.Td>
            <Table.Td>{onDo && <TeamMenu team={team} onDo={(what) => onDo(what, team)} />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
