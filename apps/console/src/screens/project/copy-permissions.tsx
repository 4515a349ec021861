import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import type { Project } from '../../app/projects.js';
import { Problem } from '../../parts/problem.js';
import { TeammateSelect } from '../../parts/teammate-select.js';
import type { Teammate } from './project.js';
import { useWords } from './project.words.js';

interface Props {
  readonly project: Project;
  readonly person: Teammate;
  readonly onCopied: () => void;
}

/** Gives a person what another one was given in this project, in place of their own. */
export function CopyPermissions({ project, person, onCopied }: Props) {
  const say = useWords();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const [from, setFrom] = useState<string | null>(null);
  const copy = useMutation({
    mutationFn: (source: string) =>
      bodyOf(
        api.POST('/v1/projects/{projectId}/team/{memberId}/permissions/copy', {
          params: { path: { projectId: project.id, memberId: person.memberId } },
          body: { from: source },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['projects'] });
      onCopied();
      await inForce(say('copied'));
    },
  });
  return (
    <>
      <Group align="flex-end" gap="sm">
        <TeammateSelect
          projectId={project.id}
          label={say('copyFrom')}
          value={from}
          without={[person.memberId]}
          onTeam
          onChange={setFrom}
        />
        <Button variant="default" disabled={!from} loading={copy.isPending} onClick={() => from && copy.mutate(from)}>
          {say('copy')}
        </Button>
      </Group>
      <Problem error={copy.error} />
    </>
  );
}
