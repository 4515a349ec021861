import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import type { Project } from '../../app/projects.js';
import { Confirm } from '../../parts/confirm.js';
import { useWords } from './projects.words.js';

/** Makes a project, or gives one another name. */
export function NameProject({ project, onClose }: { project?: Project; onClose: () => void }) {
  const say = useWords();
  const queries = useQueryClient();
  const { saved } = useNotices();
  const [name, setName] = useState(project?.name ?? '');
  const [isMissing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim() };
      return project
        ? bodyOf(api.PATCH('/v1/projects/{projectId}', { params: { path: { projectId: project.id } }, body }))
        : bodyOf(api.POST('/v1/projects', { body }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['projects'] });
      onClose();
      saved();
    },
  });
  const submit = (): void => {
    setMissing(!name.trim());
    if (name.trim()) save.mutate();
  };
  return (
    <Confirm
      opened
      title={project ? say('renameTitle', { project: project.name }) : say('createTitle')}
      act={say(project ? 'renameAct' : 'createAct')}
      busy={save.isPending}
      error={save.error}
      onConfirm={submit}
      onCancel={onClose}
    >
      <TextInput
        label={say('name')}
        value={name}
        maxLength={100}
        required
        data-autofocus
        error={isMissing && say('nameMissing')}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={({ key }) => key === 'Enter' && submit()}
      />
    </Confirm>
  );
}
