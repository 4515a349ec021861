import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { Confirm } from '../../parts/confirm.js';
import { PreviewOf, usePreview } from '../../parts/preview.js';
import { useWords } from './teams.words.js';
import { teamsQuery, type Team } from '../../app/teams.js';

/** Asks before a team is deleted, and shows who loses what by it. */
export function DeleteTeam({ team, onClose }: { team: Team; onClose: () => void }) {
  const say = useWords();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const preview = usePreview({ kind: 'team.delete', teamId: team.id });
  const remove = useMutation({
    mutationFn: () =>
      api.DELETE('/v1/teams/{teamId}', { params: { path: { teamId: team.id } }, body: { ...preview.shown } }),
    onSuccess: async () => {
      await queries.invalidateQueries(teamsQuery);
      onClose();
      document.querySelector<HTMLElement>('h1')?.focus();
      await inForce(say('removed', { team: team.name }));
    },
    onError: preview.lookAgain,
  });
  return (
    <Confirm
      opened
      title={say('removeTitle', { team: team.name })}
      act={say('removeAct')}
      isDestructive
      isDisabled={!preview.isReady}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      <Text>{say('removeWhy')}</Text>
      <PreviewOf {...preview} />
    </Confirm>
  );
}
