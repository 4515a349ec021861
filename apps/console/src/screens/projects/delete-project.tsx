import { Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { isRefusal } from '../../api/problem.js';
import { useNotices } from '../../app/notice.js';
import { projectsQuery, type Project } from '../../app/projects.js';
import { Confirm } from '../../parts/confirm.js';
import { useWords } from './projects.words.js';

interface Props {
  readonly project: Project;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const NOWHERE = 'nowhere';

/** Ends a project: its name is typed, and where it has records, it is said where they go. */
export function DeleteProject({ project, onClose, onDone }: Props) {
  const say = useWords();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const { data: projects = [] } = useQuery(projectsQuery);
  const [typed, setTyped] = useState('');
  const [target, setTarget] = useState<string | null>(null);
  const remove = useMutation({
    mutationFn: () =>
      api.DELETE('/v1/projects/{projectId}', {
        params: { path: { projectId: project.id } },
        body: { name: typed, ...(target !== null && { moveRecordsTo: target === NOWHERE ? null : target }) },
      }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: ['projects'] });
      await inForce(say('removed', { project: project.name }));
    },
  });
  const hasRecords = isRefusal(remove.error, 'project.has-records') || target !== null;
  const others = projects.filter(({ id, onTeam }) => id !== project.id && onTeam);
  return (
    <Confirm
      opened
      title={say('removeTitle', { project: project.name })}
      act={say('removeAct')}
      isDestructive
      isDisabled={typed.trim() !== project.name || (hasRecords && target === null)}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      <Text>{say('removeWhy')}</Text>
      {hasRecords && (
        <Select
          label={say('removeRecords')}
          allowDeselect={false}
          data={[
            { value: NOWHERE, label: say('removeRecordsNowhere') },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={target}
          onChange={setTarget}
        />
      )}
      <TextInput
        label={say('removeType', { project: project.name })}
        autoComplete="off"
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </Confirm>
  );
}
