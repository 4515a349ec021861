import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { Dialog } from '../app/dialog.js';
import { useMay } from '../app/session.js';
import { words } from '../app/words.js';
import { Problem } from './problem.js';

export type LeftInvitation = components['schemas']['LeftInvitation'];

const useWords = words('left-invitations', {
  title: 'Invitations that nobody can accept any more',
  why: 'Whoever sent them may not give their roles any longer, so their links no longer work. Send them again to answer for them yourself: each person gets a new link.',
  whyElse:
    'Whoever sent them may not give their roles any longer, so their links no longer work. Somebody who may invite people can send them again.',
  list: 'Open invitations',
  again: 'Send again',
  againTo: 'Send the invitation to {{email}} again',
  sent: 'A new link is on its way.',
  close: 'Close',
});

interface Props {
  readonly invitations: readonly LeftInvitation[];
  readonly onClose: () => void;
}

/** Names the open invitations that somebody who has lost their access had sent, and offers to take them over (S40). */
export function LeftInvitationsDialog({ invitations, onClose }: Props) {
  const say = useWords();
  const may = useMay();
  const mayInvite = may('members:invite');
  return (
    <Dialog opened onClose={onClose} title={say('title')}>
      <Stack gap="md">
        <Text>{say(mayInvite ? 'why' : 'whyElse')}</Text>
        <List listStyleType="none" spacing="xs" aria-label={say('list')} ms={0}>
          {invitations.map((invitation) => (
            <List.Item key={invitation.id} styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}>
              <Left invitation={invitation} mayInvite={mayInvite} />
            </List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('close')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Left({ invitation: { id, email }, mayInvite }: { invitation: LeftInvitation; mayInvite: boolean }) {
  const say = useWords();
  const queries = useQueryClient();
  const send = useMutation({
    mutationFn: () => api.POST('/v1/invitations/{invitationId}/resend', { params: { path: { invitationId: id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['members'] }),
  });
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs" mih={44}>
        <Text style={{ overflowWrap: 'anywhere' }}>{email}</Text>
        <Group gap="xs" role="status">
          {send.isSuccess && <Text c="dimmed">{say('sent')}</Text>}
        </Group>
        {mayInvite && !send.isSuccess && (
          <Button
            variant="default"
            size="xs"
            loading={send.isPending}
            aria-label={say('againTo', { email })}
            onClick={() => send.mutate()}
          >
            {say('again')}
          </Button>
        )}
      </Group>
      <Problem error={send.error} />
    </Stack>
  );
}
