import { Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import { isRefusal } from '../../api/problem.js';
import { useNotices } from '../../app/notice.js';
import { SecretInput } from '../../app/secret-input.js';
import { FormEnd } from '../../parts/form-end.js';
import { Factor } from './factor.js';
import { sessionsQuery } from './profile.queries.js';
import { useWords } from './profile.words.js';

export function Password() {
  const say = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <Factor
      title={say('password')}
      state={say('passwordNote')}
      actions={
        <Button variant="default" size="xs" onClick={() => setOpened(true)}>
          {say('changePassword')}
        </Button>
      }
    >
      <Dialog opened={opened} onClose={() => setOpened(false)} title={say('changePassword')}>
        <PasswordForm onDone={() => setOpened(false)} />
      </Dialog>
    </Factor>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const say = useWords();
  const { tell } = useNotices();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { currentPassword: '', password: '', again: '' },
    validate: { again: (again, { password }) => (again === password ? null : say('passwordsDiffer')) },
  });
  const change = useMutation({
    mutationFn: (body: { currentPassword: string; password: string }) => api.PUT('/v1/me/password', { body }),
    onSuccess: async () => {
      await queries.invalidateQueries(sessionsQuery);
      tell(say('passwordChanged'));
      onDone();
    },
    onError: (error) => {
      if (isRefusal(error, 'session.credentials-invalid')) form.setFieldError('currentPassword', say('passwordWrong'));
    },
  });
  const isWrong = isRefusal(change.error, 'session.credentials-invalid');
  const submit = form.onSubmit(({ currentPassword, password }) => change.mutate({ currentPassword, password }));
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SecretInput
          label={say('currentPassword')}
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('currentPassword')}
        />
        <SecretInput
          label={say('newPassword')}
          description={say('passwordHint')}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <SecretInput label={say('repeatPassword')} autoComplete="new-password" {...form.getInputProps('again')} />
        <FormEnd
          act={say('changePassword')}
          sent={isWrong ? { ...change, error: null } : change}
          isUnsaved={form.isDirty()}
          onCancel={onDone}
        />
      </Stack>
    </form>
  );
}
