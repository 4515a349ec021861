import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api, bodyOf } from '../../api/client.js';
import { accountQuery, useAccount } from '../../app/account.js';
import { useNotices } from '../../app/notice.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { When } from '../../parts/when.js';
import { useWords } from './account.words.js';

/** The owner confirms a telephone number by the code of a message (RP-31, SC-22). */
export function Validation() {
  const say = useWords();
  const { phoneVerifiedAt } = useAccount();
  const [opened, setOpened] = useState(false);
  return (
    <Section
      title={say('validation')}
      note={say('validationWhy')}
      actions={
        <Button variant="default" size="xs" onClick={() => setOpened(true)}>
          {say(phoneVerifiedAt ? 'validateAgain' : 'validate')}
        </Button>
      }
    >
      <Text>
        {phoneVerifiedAt ? (
          <>
            {say('validated')} <When at={phoneVerifiedAt} />
          </>
        ) : (
          say('notValidated')
        )}
      </Text>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={say('validation')}>
        <Steps onDone={() => setOpened(false)} />
      </Dialog>
    </Section>
  );
}

function Steps({ onDone }: { onDone: () => void }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { phone: '', code: '' } });
  const send = useMutation({
    mutationFn: (phone: string) => bodyOf(api.POST('/v1/account/phone-verification', { body: { phone } })),
  });
  const confirm = useMutation({
    mutationFn: (code: string) => api.POST('/v1/account/phone-verification/confirm', { body: { code } }),
    onSuccess: async () => {
      await queries.invalidateQueries(accountQuery);
      notices.saved();
      onDone();
    },
  });
  if (!send.data) {
    return (
      <form onSubmit={form.onSubmit(({ phone }) => send.mutate(phone))}>
        <Stack gap="sm">
          <TextInput
            label={say('phone')}
            description={say('phoneHint')}
            type="tel"
            autoComplete="tel"
            required
            maxLength={100}
            data-autofocus
            {...form.getInputProps('phone')}
          />
          <Problem error={send.error} />
          <Button type="submit" loading={send.isPending}>
            {say('sendCode')}
          </Button>
        </Stack>
      </form>
    );
  }
  return (
    <form onSubmit={form.onSubmit(({ code }) => confirm.mutate(code))}>
      <Stack gap="sm">
        <Text role="status">{say('codeSent', { phone: send.data.phone })}</Text>
        <TextInput
          label={say('code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={40}
          autoFocus
          {...form.getInputProps('code')}
        />
        <Problem error={confirm.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => send.reset()}>
            {say('otherNumber')}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {say('confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
