import { Button, Checkbox, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { useNotices } from '../../../app/notice.js';
import { useMay } from '../../../app/session.js';
import { Confirm } from '../../../parts/confirm.js';
import { nameOf } from '../../../parts/person.js';
import { Problem } from '../../../parts/problem.js';
import { When } from '../../../parts/when.js';
import { useMembersChanged } from '../../users/members.js';
import type { Member } from '../profile/profile.tab.js';
import { useSecurityWords } from './security.words.js';

/** The network addresses from which somebody may sign in; one or more of them are revoked at once (SC-15, SC-17). */
export function Addresses({ member }: { member: Member }) {
  const say = useSecurityWords();
  const may = useMay();
  const { tell } = useNotices();
  const changed = useMembersChanged();
  const [ids, setIds] = useState<string[]>([]);
  const [isOpen, setOpen] = useState(false);
  const path = { memberId: member.id };
  const { data, error } = useQuery({
    queryKey: ['members', member.id, 'ip-addresses'],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/members/{memberId}/ip-addresses', { params: { path }, signal })),
    meta: { shows: ['member'] },
  });
  const revoke = useMutation({
    mutationFn: () => api.DELETE('/v1/members/{memberId}/ip-addresses', { params: { path }, body: { ids } }),
    onSuccess: async () => {
      await changed();
      setOpen(false);
      setIds([]);
      tell(say('revokeDone'));
    },
  });
  const canRevoke = may('security:edit');
  return (
    <Stack gap="xs">
      <Title order={2}>{say('addresses')}</Title>
      <Problem error={error} />
      {!data && !error && <Skeleton h={44} role="status" aria-label={say('loading')} />}
      {data?.items.length === 0 && <Text>{say('noAddresses')}</Text>}
      {data && data.items.length > 0 && (
        <Checkbox.Group aria-label={say('addresses')} value={ids} onChange={setIds}>
          <Stack gap="xs">
            {data.items.map(({ id, address, authorizedAt }) => (
              <Checkbox
                key={id}
                value={id}
                disabled={!canRevoke}
                label={
                  <>
                    {address}, {say('authorized')} <When at={authorizedAt} />
                  </>
                }
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {canRevoke && data && data.items.length > 0 && (
        <Button w="fit-content" variant="default" disabled={ids.length === 0} onClick={() => setOpen(true)}>
          {say('revoke')}
        </Button>
      )}
      <Confirm
        opened={isOpen}
        title={say('revokeTitle', { count: ids.length, name: nameOf(member) })}
        act={say('revoke')}
        isDestructive
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate()}
        onCancel={() => setOpen(false)}
      >
        <Text>{say('revokeWhy')}</Text>
      </Confirm>
    </Stack>
  );
}
