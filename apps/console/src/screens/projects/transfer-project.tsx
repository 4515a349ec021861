import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import type { Project } from '../../app/projects.js';
import { Confirm } from '../../parts/confirm.js';
import { TeammateSelect } from '../../parts/teammate-select.js';
import { useWords } from './projects.words.js';

/** Makes somebody else the owner of a project, unless it has another owner by now. */
export function TransferProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const say = useWords();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const [heir, setHeir] = useState<string | null>(null);
  const transfer = useMutation({
    mutationFn: (memberId: string) =>
      bodyOf(
        api.POST('/v1/projects/{projectId}/ownership-transfer', {
          params: { path: { projectId: project.id } },
          body: { memberId, ownerId: project.ownerId },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['projects'] });
      onClose();
      await inForce(say('transferred', { project: project.name }));
    },
  });
  return (
    <Confirm
      opened
      title={say('transferTitle', { project: project.name })}
      act={say('transferAct')}
      isDisabled={heir === null}
      busy={transfer.isPending}
      error={transfer.error}
      onConfirm={() => heir && transfer.mutate(heir)}
      onCancel={onClose}
    >
      <Text>{say('transferWhy')}</Text>
      <TeammateSelect
        projectId={project.id}
        label={say('transferTo')}
        value={heir}
        without={[project.ownerId]}
        onChange={setHeir}
      />
    </Confirm>
  );
}
