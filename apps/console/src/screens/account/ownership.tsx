import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import { accountQuery } from '../../app/account.js';
import { memberQuery } from '../../app/members.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { useAssignableRoles } from '../../app/roles.js';
import { useMe } from '../../app/session.js';
import { MemberSelect } from '../../parts/member-select.js';
import { nameOf } from '../../parts/person.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { useWords } from './account.words.js';

/** Hands the account over. `?transfer=<member>` opens the dialog with that person. */
export function Ownership() {
  const say = useWords();
  const navigate = useNavigate({ from: '/console/account' });
  const { transfer } = useSearch({ from: '/console/account' });
  const [opened, setOpened] = useState(transfer !== undefined);
  const close = (): void => {
    setOpened(false);
    void navigate({ search: {}, replace: true });
  };
  return (
    <Section
      title={say('ownership')}
      note={say('ownershipWhy')}
      actions={
        <Button variant="default" size="xs" onClick={() => setOpened(true)}>
          {say('transfer')}
        </Button>
      }
    >
      <Dialog opened={opened} onClose={close} title={say('transfer')}>
        <TransferForm to={transfer} onDone={close} />
      </Dialog>
    </Section>
  );
}

interface FormProps {
  readonly to: string | undefined;
  readonly onDone: () => void;
}

function TransferForm({ to, onDone }: FormProps) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const { member: me } = useMe();
  const [heirId, setHeirId] = useState<string | null>(to ?? null);
  const [typed, setTyped] = useState('');
  const [roleId, setRoleId] = useState<string | null>(null);
  const { data: heir } = useQuery({ ...memberQuery(heirId ?? ''), enabled: heirId !== null });
  const roles = useFormerRoles();
  const transfer = useMutation({
    mutationFn: (memberId: string) => {
      const formerOwnerRoleId = roles && roleId;
      return api.POST('/v1/account/ownership-transfer', {
        body: { memberId, ...(formerOwnerRoleId && { formerOwnerRoleId }) },
      });
    },
    onSuccess: async () => {
      await notices.inForce(say('transferred', { name: heir && nameOf(heir) }));
      onDone();
      await Promise.all([queries.invalidateQueries({ queryKey: ['me'] }), queries.invalidateQueries(accountQuery)]);
    },
  });
  const isReady = heir && typed.trim() === heir.email && (!roles || roleId !== null);
  return (
    <Stack gap="sm">
      <MemberSelect
        label={say('newOwner')}
        description={say('newOwnerHint')}
        value={heirId}
        without={[me.id]}
        onChange={setHeirId}
      />
      {roles && <Select label={say('formerRole')} data={roles} value={roleId} onChange={setRoleId} searchable />}
      {heir && (
        <>
          <Text>{say('transferWhy', { name: nameOf(heir) })}</Text>
          <TextInput
            label={say('typeEmail', { email: heir.email })}
            autoComplete="off"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </>
      )}
      <Problem error={transfer.error} />
      <Button
        color="red.9"
        disabled={!isReady}
        loading={transfer.isPending}
        onClick={() => heir && transfer.mutate(heir.id)}
      >
        {say('transfer')}
      </Button>
    </Stack>
  );
}

/** What the former owner can become, where the root of the role tree is the owner's alone; else they keep their role. */
function useFormerRoles(): { value: string; label: string }[] | undefined {
  const { roleTree } = useProduct();
  const below = useAssignableRoles();
  if (!roleTree) return undefined;
  return below.map(({ id, name }) => ({ value: id, label: name }));
}
