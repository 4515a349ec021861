import { NativeSelect, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { rolesQuery, type Role } from '../../app/roles.js';
import { Confirm } from '../../parts/confirm.js';
import { PreviewOf, usePreview } from '../../parts/preview.js';
import { useWords } from './roles.words.js';

interface Props {
  readonly role: Role;
  readonly roles: readonly Role[];
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Asks before a role is deleted, which role its members get instead, and shows what they gain and lose by it. */
export function DeleteRole({ role, roles, onClose, onDeleted }: Props) {
  const say = useWords();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const [replacement, setReplacement] = useState('');
  const instead = replacement ? { replacement } : {};
  const preview = usePreview({ kind: 'role.delete', roleId: role.id, ...instead });
  const { refusal } = preview.preview ?? {};
  const isNeeded = refusal?.code === 'role.replacement-required';
  const remove = useMutation({
    mutationFn: () =>
      api.DELETE('/v1/roles/{roleId}', {
        params: { path: { roleId: role.id } },
        body: { ...instead, ...preview.shown },
      }),
    onSuccess: async () => {
      onDeleted();
      await queries.invalidateQueries(rolesQuery);
      await inForce(say('removed', { role: role.name }));
    },
    onError: preview.lookAgain,
  });
  return (
    <Confirm
      opened
      title={say('removeTitle', { role: role.name })}
      act={say('removeAct')}
      isDestructive
      isDisabled={!preview.isReady}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      <Text>{say('removeWhy')}</Text>
      <NativeSelect
        label={say('replacement')}
        value={replacement}
        onChange={({ currentTarget }) => setReplacement(currentTarget.value)}
        data={[
          { value: '', label: say('replacementNone') },
          ...roles.filter(({ id }) => id !== role.id).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {isNeeded ? <Needed details={refusal.details} /> : <PreviewOf {...preview} />}
    </Confirm>
  );
}

/** Who still has the role, or would get it. */
function Needed({ details = {} }: { details: Readonly<Record<string, unknown>> | undefined }) {
  const say = useWords();
  const { members, connections } = details;
  const count = typeof members === 'number' ? members : 0;
  return (
    <div role="status">
      {count > 0 && <Text>{say('replacementNeeded', { count })}</Text>}
      {Array.isArray(connections) && connections.length > 0 && (
        <Text>{say('replacementNeededBySignIn', { connections: connections.join(', ') })}</Text>
      )}
    </div>
  );
}
