import { Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { Confirm } from '../../../parts/confirm.js';
import { nameOf } from '../../../parts/person.js';
import { useAssignableRoles } from '../../../app/roles.js';
import { useMembersChanged } from '../members.js';
import { useActWords } from './acts.words.js';
import type { DialogProps } from './member-dialogs.js';

/** Hands the account over. The address is typed, and the API asks for a fresh proof besides. */
export function TransferDialog({ member, onClose }: DialogProps) {
  const say = useActWords();
  const { roleTree } = useProduct();
  const roles = useAssignableRoles();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const changed = useMembersChanged();
  const [typed, setTyped] = useState('');
  const [formerRole, setFormerRole] = useState<string | null>(null);
  const name = nameOf(member);
  const transfer = useMutation({
    mutationFn: () =>
      api.POST('/v1/account/ownership-transfer', {
        body: { memberId: member.id, ...(formerRole && { formerOwnerRoleId: formerRole }) },
      }),
    onSuccess: async () => {
      await Promise.all([changed(), queries.invalidateQueries({ queryKey: ['me'] })]);
      onClose();
      await inForce(say('transferDone', { name }));
    },
  });
  return (
    <Confirm
      opened
      title={say('transferTitle', { name })}
      act={say('transferAct')}
      isDestructive
      isDisabled={typed.trim().toLowerCase() !== member.email.toLowerCase() || (roleTree && !formerRole)}
      busy={transfer.isPending}
      error={transfer.error}
      onConfirm={() => transfer.mutate()}
      onCancel={onClose}
    >
      <Text>{say('transferWhy')}</Text>
      {roleTree && (
        <Select
          label={say('transferFormer')}
          data={roles.map(({ id, name: role }) => ({ value: id, label: role }))}
          value={formerRole}
          onChange={setFormerRole}
        />
      )}
      <TextInput
        label={say('transferType', { email: member.email })}
        autoComplete="off"
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </Confirm>
  );
}
