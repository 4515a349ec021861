import { Button, Group, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { MemberSelect } from '../../../parts/member-select.js';
import { Problem } from '../../../parts/problem.js';
import { useUnsaved } from '../../../parts/unsaved.js';
import { useMembersChanged } from '../../users/members.js';
import { useWords } from '../user.words.js';
import { managerQuery, type Member } from './profile.tab.js';

/** Changes what the account says of a member; their sign-in stays theirs. */
export function ProfileForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const say = useWords();
  const { roleTree } = useProduct();
  const { saved } = useNotices();
  const changed = useMembersChanged();
  const manager = useQuery({ ...managerQuery(member.id), enabled: roleTree });
  const [chosen, setChosen] = useState<string | null>();
  const present = manager.data?.managerId ?? null;
  const form = useForm({
    initialValues: {
      firstName: member.firstName,
      lastName: member.lastName,
      emailFromName: member.emailFromName ?? '',
      replyTo: member.replyTo ?? '',
    },
    validate: { firstName: isNotEmpty(say('required')), lastName: isNotEmpty(say('required')) },
  });
  const { question } = useUnsaved(form.isDirty() || (chosen !== undefined && chosen !== present));
  const save = useMutation({
    mutationFn: async ({ firstName, lastName, emailFromName, replyTo }: typeof form.values) => {
      const path = { memberId: member.id };
      await api.PATCH('/v1/members/{memberId}', {
        params: { path },
        body: { firstName, lastName, emailFromName: emailFromName.trim() || null, replyTo: replyTo.trim() || null },
      });
      if (chosen !== undefined && chosen !== present) {
        await api.PUT('/v1/members/{reportId}/manager', {
          params: { path: { reportId: member.id } },
          body: { memberId: chosen },
        });
      }
    },
    onSuccess: async () => {
      await changed();
      saved();
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="sm" maw={480}>
        <TextInput label={say('firstName')} maxLength={100} data-autofocus {...form.getInputProps('firstName')} />
        <TextInput label={say('lastName')} maxLength={100} {...form.getInputProps('lastName')} />
        {roleTree && !member.isOwner && (
          <ManagerField memberId={member.id} value={chosen === undefined ? present : chosen} onChange={setChosen} />
        )}
        <TextInput label={say('fromName')} maxLength={120} {...form.getInputProps('emailFromName')} />
        <TextInput
          label={say('replyTo')}
          description={say('replyToWhy')}
          type="email"
          maxLength={320}
          {...form.getInputProps('replyTo')}
        />
        <Problem error={save.error} />
        {question}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            {say('save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {say('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ManagerProps {
  readonly memberId: string;
  readonly value: string | null;
  readonly onChange: (managerId: string | null) => void;
}

function ManagerField({ memberId, ...input }: ManagerProps) {
  const say = useWords();
  return (
    <MemberSelect label={say('manager')} description={say('managerWhy')} without={[memberId]} isClearable {...input} />
  );
}
