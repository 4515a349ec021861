import { Button, Checkbox, ScrollArea, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import type { Project } from '../../app/projects.js';
import { Confirm } from '../../parts/confirm.js';
import { Problem } from '../../parts/problem.js';
import { peopleForTeamQuery, teamOfProjectQuery, type Teammate } from './project.js';
import { useWords } from './project.words.js';

/** Everybody of the account in a list to mark, as the team is to be (PJ-06). */
export function EditTeam({ project, onClose }: { project: Project; onClose: () => void }) {
  const team = useQuery(teamOfProjectQuery(project.id));
  if (!team.data) return null;
  return <TeamForm project={project} {...team.data} onClose={onClose} />;
}

interface FormProps {
  readonly project: Project;
  readonly people: readonly Teammate[];
  readonly version: number | undefined;
  readonly onClose: () => void;
}

function TeamForm({ project, people, version, onClose }: FormProps) {
  const say = useWords();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  // Of the list as it was marked: what is loaded in the meantime does not count.
  const [seen] = useState(version);
  const [marked, setMarked] = useState(() => new Set(people.map(({ memberId }) => memberId)));
  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.PUT('/v1/projects/{projectId}/team', {
          params: { path: { projectId: project.id } },
          body: { memberIds: [...marked], ...(seen !== undefined && { ifVersion: seen }) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['projects'] });
      onClose();
      await inForce(say('saved'));
    },
  });
  const mark = (memberId: string, isOn: boolean): void => {
    const next = new Set(marked);
    if (isOn) next.add(memberId);
    else next.delete(memberId);
    setMarked(next);
  };
  return (
    <Confirm
      opened
      title={say('editTitle', { project: project.name })}
      act={say('save')}
      busy={save.isPending}
      error={save.error}
      onConfirm={() => save.mutate()}
      onCancel={onClose}
    >
      <Text>{say('editWhy')}</Text>
      <PeopleToMark projectId={project.id} marked={marked} onMark={mark} />
      <Text role="status" c="dimmed">
        {say('marked', { count: marked.size })}
      </Text>
    </Confirm>
  );
}

interface ListProps {
  readonly projectId: string;
  readonly marked: ReadonlySet<string>;
  readonly onMark: (memberId: string, isOn: boolean) => void;
}

function PeopleToMark({ projectId, marked, onMark }: ListProps) {
  const say = useWords();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 200);
  const people = useInfiniteQuery(peopleForTeamQuery(projectId, q));
  const found = people.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <TextInput
        label={say('search')}
        value={words}
        data-autofocus
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
      />
      <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': say('everybody') }}>
        <Stack gap="xs">
          {people.isPending && <Skeleton h={120} role="status" aria-label={say('loading')} />}
          {found.map(({ memberId, name, email, isOwner }) => (
            <Checkbox
              key={memberId}
              label={name || email}
              description={name ? email : undefined}
              checked={isOwner || marked.has(memberId)}
              disabled={isOwner}
              onChange={({ currentTarget }) => onMark(memberId, currentTarget.checked)}
            />
          ))}
          {people.data && found.length === 0 && <Text>{say('nothing')}</Text>}
          {people.hasNextPage && (
            <Button variant="subtle" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
              {say('more')}
            </Button>
          )}
        </Stack>
      </ScrollArea.Autosize>
      <Problem error={people.error} />
    </>
  );
}
