import { NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { FormEnd } from '../../parts/form-end.js';
import { RoleChoice } from './role-choice.js';
import { useWords } from './security.words.js';

type CreateApiKey = components['schemas']['CreateApiKey'];

interface Props {
  readonly onMade: (key: string) => void;
  readonly onCancel: () => void;
}

export function ApiKeyForm({ onMade, onCancel }: Props) {
  const say = useWords();
  const form = useForm({
    initialValues: { name: '', roleIds: [] as string[], networks: '', expiresInDays: '' as number | string },
  });
  const make = useMutation({
    mutationFn: (body: CreateApiKey) => bodyOf(api.POST('/v1/api-keys', { body })),
    onSuccess: ({ key }) => onMade(key),
  });
  const submit = form.onSubmit(({ name, roleIds, networks, expiresInDays }) => {
    const listed = networks.split(/[\s,]+/).filter(Boolean);
    make.mutate({
      name: name.trim(),
      roleIds,
      ...(listed.length > 0 && { networks: listed }),
      ...(typeof expiresInDays === 'number' && { expiresInDays }),
    });
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={say('keyName')}
          description={say('keyNameHint')}
          required
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <RoleChoice label={say('roles')} {...form.getInputProps('roleIds')} />
        <NumberInput
          label={say('expiresInDays')}
          description={say('expiresHint')}
          min={1}
          max={3_650}
          allowDecimal={false}
          {...form.getInputProps('expiresInDays')}
        />
        <Textarea
          label={say('networks')}
          description={say('networksHint')}
          autosize
          minRows={2}
          {...form.getInputProps('networks')}
        />
        <FormEnd act={say('makeKeyAct')} sent={make} isUnsaved={form.isDirty()} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
