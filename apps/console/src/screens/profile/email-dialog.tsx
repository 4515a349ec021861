import { Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { FormEnd } from '../../parts/form-end.js';
import { useWords } from './profile.words.js';

/** Asks for the link that changes the address (ID-39). */
export function EmailDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const say = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={say('changeEmail')}>
      <EmailForm onDone={onClose} />
    </Dialog>
  );
}

function EmailForm({ onDone }: { onDone: () => void }) {
  const say = useWords();
  const { tell } = useNotices();
  const form = useForm({ initialValues: { email: '' } });
  const send = useMutation({
    mutationFn: (email: string) => api.POST('/v1/me/email', { body: { email } }),
    onSuccess: (_, email) => {
      tell(say('linkSent', { email }));
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ email }) => send.mutate(email.trim()))}>
      <Stack gap="sm">
        <Text>{say('changeEmailWhy')}</Text>
        <TextInput
          label={say('newEmail')}
          type="email"
          autoComplete="off"
          required
          maxLength={320}
          data-autofocus
          {...form.getInputProps('email')}
        />
        <FormEnd act={say('sendLink')} sent={send} isUnsaved={form.isDirty()} onCancel={onDone} />
      </Stack>
    </form>
  );
}
