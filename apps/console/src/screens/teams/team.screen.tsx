import { Button, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { isRefusal } from '../../api/problem.js';
import { useNotices } from '../../app/notice.js';
import { useMay } from '../../app/session.js';
import { Empty } from '../../parts/empty.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { nameOf, Person } from '../../parts/person.js';
import { Problem } from '../../parts/problem.js';
import { AddPerson } from './add-person.js';
import { teamMembersQuery, teamQuery, useTeamMembership, type MemberRow } from './teams.js';
import { useWords } from './teams.words.js';

/** A team and the people on it. */
export function TeamScreen() {
  const say = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const { inForce } = useNotices();
  const { teamId } = useParams({ from: '/console/teams/$teamId' });
  const { cursor } = useSearch({ from: '/console/teams/$teamId' });
  const team = useQuery(teamQuery(teamId));
  const people = useQuery(teamMembersQuery(teamId, cursor));
  const membership = useTeamMembership(teamId, (person, isOn) => {
    // The row that had the focus may be gone.
    if (!isOn) document.querySelector<HTMLElement>('[data-add-person]')?.focus();
    void inForce(say(isOn ? 'added' : 'takenOff', { person: nameOf(person) }));
  });
  if (isRefusal(team.error, 'team.not-found', 'request.invalid')) return <Gone />;
  const change = may('members:edit') ? membership.mutate : undefined;
  return (
    <Page title={team.data?.name ?? say('team')}>
      <Problem error={team.error ?? people.error ?? membership.error} />
      {change && team.data && (
        <AddPerson teamId={teamId} isBusy={membership.isPending} onAdd={(person) => change({ person, isOn: true })} />
      )}
      {people.isPending && <Skeleton height={132} maw={720} role="status" aria-label={say('loading')} />}
      {people.data?.items.length === 0 && (
        <Empty title={say('nobody')}>{change && <Text>{say('nobodyWhy')}</Text>}</Empty>
      )}
      {people.data && people.data.items.length > 0 && (
        <PeopleTable
          label={say('onIt', { team: team.data?.name ?? '' })}
          people={people.data.items}
          isBusy={membership.isPending}
          onTakeOff={change && ((person) => change({ person, isOn: false }))}
        />
      )}
      <Pager
        cursor={cursor}
        nextCursor={people.data?.nextCursor ?? null}
        onTurn={(to) =>
          void navigate({ to: '/console/teams/$teamId', params: { teamId }, search: to ? { cursor: to } : {} })
        }
      />
    </Page>
  );
}

interface TableProps {
  readonly label: string;
  readonly people: readonly MemberRow[];
  readonly isBusy: boolean;
  readonly onTakeOff: ((person: MemberRow) => void) | undefined;
}

function PeopleTable({ label, people, isBusy, onTakeOff }: TableProps) {
  const say = useWords();
  return (
    <Table verticalSpacing={6} aria-label={label} maw={720} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('person')}</Table.Th>
          {onTakeOff && (
            <Table.Th w={150}>
              <VisuallyHidden>{say('actions')}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map((person) => (
          <Table.Tr key={person.id} h={44}>
            <Table.Td>
              <Person person={person} />
            </Table.Td>
            {onTakeOff && (
              <Table.Td ta="right">
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-sm"
                  disabled={isBusy}
                  aria-label={say('takeOffNamed', { person: nameOf(person) })}
                  onClick={() => onTakeOff(person)}
                >
                  {say('takeOff')}
                </Button>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Gone() {
  const say = useWords();
  return (
    <Page title={say('title')}>
      <Empty title={say('gone')}>
        <Text>{say('goneWhy')}</Text>
        <Button renderRoot={(props) => <Link {...props} to="/console/teams" />}>{say('toTeams')}</Button>
      </Empty>
    </Page>
  );
}
