import { NativeSelect, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { Confirm } from '../../parts/confirm.js';
import { PreviewOf, usePreview } from '../../parts/preview.js';
import type { RoleNode } from './role-chart.js';
import { useWords } from './role-chart.words.js';

interface Props {
  readonly role: RoleNode;
  readonly roles: readonly RoleNode[];
  readonly onClose: () => void;
  readonly onMoved: () => void;
}

/** Moves a role, with all below it, under another one, once it has shown who gains and loses what. */
export function MoveRole({ role, roles, onClose, onMoved }: Props) {
  const say = useWords();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const [managerRoleId, setManagerRoleId] = useState('');
  const manager = roles.find(({ id }) => id === managerRoleId);
  const preview = usePreview(manager && { kind: 'role.edit', roleId: role.id, managerRoleId: manager.id });
  const move = useMutation({
    mutationFn: () =>
      api.PATCH('/v1/roles/{roleId}', {
        params: { path: { roleId: role.id } },
        body: { managerRoleId, ...preview.shown },
      }),
    onSuccess: async () => {
      onMoved();
      await queries.invalidateQueries({ queryKey: ['roles'] });
      await inForce(say('moved', { role: role.name, manager: manager?.name ?? '' }));
    },
    onError: preview.lookAgain,
  });
  return (
    <Confirm
      opened
      title={say('moveTitle', { role: role.name })}
      act={say('move')}
      isDisabled={!preview.isReady}
      busy={move.isPending}
      error={move.error}
      onConfirm={() => move.mutate()}
      onCancel={onClose}
    >
      <Text>{say('moveWhy')}</Text>
      <NativeSelect
        label={say('under')}
        value={managerRoleId}
        onChange={({ currentTarget }) => setManagerRoleId(currentTarget.value)}
        data={[
          { value: '', label: say('choose') },
          ...roles.filter(({ id }) => id !== role.id).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {manager && <PreviewOf {...preview} />}
    </Confirm>
  );
}
