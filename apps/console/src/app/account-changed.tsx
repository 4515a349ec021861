import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from './dialog.js';
import { api } from '../api/client.js';
import { useRefusals } from './faults.js';
import { useMe } from './session.js';
import { words } from './words.js';

const useWords = words('account-changed', {
  title: 'Another account is open',
  why: 'In another window you have switched to another account. This window still shows {{account}}. Nothing was changed.',
  back: 'Switch back to {{account}}',
  reload: 'Show the other account here',
});

/** Opens where the session has gone to another account: this window neither reads nor writes there by mistake. */
export function AccountChangedDialog() {
  const say = useWords();
  const { account } = useMe();
  const [open, setOpen] = useState(false);
  useRefusals(['session.account-changed'], () => setOpen(true));
  const back = useMutation({
    mutationFn: () => api.POST('/v1/sessions/current/account', { body: { accountId: account.id } }),
    onSuccess: () => location.reload(),
  });
  return (
    <Dialog opened={open} onClose={() => setOpen(false)} title={say('title')}>
      <Stack gap="md">
        <Text>{say('why', { account: account.name })}</Text>
        <Group>
          <Button onClick={() => location.assign('/console')}>{say('reload')}</Button>
          <Button variant="default" loading={back.isPending} onClick={() => back.mutate()}>
            {say('back', { account: account.name })}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
