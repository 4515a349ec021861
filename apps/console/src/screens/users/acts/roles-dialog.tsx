import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { Confirm } from '../../../parts/confirm.js';
import { nameOf } from '../../../parts/person.js';
import { RoleChoice } from '../../../parts/roles.js';
import { useMembersChanged } from '../members.js';
import { useActWords } from './acts.words.js';
import type { DialogProps } from './member-dialogs.js';

/** Chooses another role, or others. */
export function RolesDialog({ member, onClose }: DialogProps) {
  const say = useActWords();
  const { roleCardinality } = useProduct();
  const { inForce } = useNotices();
  const changed = useMembersChanged();
  const [roleIds, setRoleIds] = useState(() => member.roles.map(({ id }) => id));
  const isMissing = roleCardinality === 'single' && roleIds.length === 0;
  const save = useMutation({
    mutationFn: () =>
      api.PUT('/v1/members/{memberId}/roles', { params: { path: { memberId: member.id } }, body: { roleIds } }),
    onSuccess: async () => {
      await changed();
      onClose();
      await inForce();
    },
  });
  return (
    <Confirm
      opened
      title={say('rolesTitle', { name: nameOf(member) })}
      act={say('rolesAct')}
      busy={save.isPending}
      error={save.error}
      isDisabled={isMissing}
      onConfirm={() => save.mutate()}
      onCancel={onClose}
    >
      <RoleChoice
        label={say('rolesLabel')}
        value={roleIds}
        error={isMissing ? say('rolesRequired') : undefined}
        onChange={setRoleIds}
      />
    </Confirm>
  );
}
