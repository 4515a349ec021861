import { Alert } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { grantsNothing, rolesQuery, type Role } from '../../app/roles.js';
import { Confirm } from '../../parts/confirm.js';
import { PreviewOf, usePreview } from '../../parts/preview.js';
import type { Draft } from './draft.js';
import { useWords } from './role.words.js';

interface Props {
  /** Undefined for a new role. */
  readonly roleId: string | undefined;
  readonly draft: Draft;
  readonly onClose: () => void;
  readonly onSaved: (role: Role) => void;
}

/**
 * Shows who gains and loses what, and saves exactly that: the write names the version of the preview, and where the account
 * has changed since, nothing is saved and the preview is shown again.
 */
export function SaveRole({ roleId, draft, onClose, onSaved }: Props) {
  const say = useWords();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const { managerRoleId, ...rest } = { ...draft, name: draft.name.trim() };
  const fields = { ...rest, ...(managerRoleId !== null && { managerRoleId }) };
  const change = roleId
    ? ({ kind: 'role.edit', roleId, ...fields } as const)
    : ({ kind: 'role.create', ...fields } as const);
  const preview = usePreview(change);
  const save = useMutation({
    mutationFn: () =>
      roleId
        ? bodyOf(
            api.PATCH('/v1/roles/{roleId}', { params: { path: { roleId } }, body: { ...fields, ...preview.shown } }),
          )
        : bodyOf(api.POST('/v1/roles', { body: { ...fields, ...preview.shown } })),
    onSuccess: async (role) => {
      onSaved(role);
      await Promise.all([
        queries.invalidateQueries(rolesQuery),
        inForce(roleId ? undefined : say('added', { name: role.name })),
      ]);
    },
    onError: preview.lookAgain,
  });
  return (
    <Confirm
      opened
      title={say(roleId ? 'saveTitle' : 'addTitle', { name: fields.name })}
      act={say(roleId ? 'save' : 'add')}
      isDisabled={!preview.isReady}
      busy={save.isPending}
      error={save.error}
      onConfirm={() => save.mutate()}
      onCancel={onClose}
    >
      {grantsNothing(draft) && (
        <Alert color="yellow" variant="light" p="sm">
          {say('grantsNothing')}
        </Alert>
      )}
      <PreviewOf {...preview} />
    </Confirm>
  );
}
