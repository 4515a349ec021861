import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { Confirm } from '../../parts/confirm.js';
import { useWords } from './teams.words.js';
import type { Team } from '../../app/teams.js';

/** Makes a team, or gives one another name. */
export function NameTeam({ team, onClose }: { team?: Team; onClose: () => void }) {
  const say = useWords();
  const queries = useQueryClient();
  const { saved } = useNotices();
  const [name, setName] = useState(team?.name ?? '');
  const [isMissing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      team
        ? bodyOf(
            api.PATCH('/v1/teams/{teamId}', { params: { path: { teamId: team.id } }, body: { name: name.trim() } }),
          )
        : bodyOf(api.POST('/v1/teams', { body: { name: name.trim() } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['teams'] });
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
      title={team ? say('renameTitle', { team: team.name }) : say('createTitle')}
      act={say(team ? 'renameAct' : 'createAct')}
      busy={save.isPending}
      error={save.error}
      onConfirm={submit}
      onCancel={onClose}
    >
      <TextInput
        label={say('name')}
        value={name}
        maxLength={60}
        required
        data-autofocus
        error={isMissing && say('nameMissing')}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={({ key }) => key === 'Enter' && submit()}
      />
    </Confirm>
  );
}
