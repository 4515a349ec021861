import { Button, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { useMay } from '../../../app/session.js';
import { Confirm } from '../../../parts/confirm.js';
import { nameOf } from '../../../parts/person.js';
import { Problem } from '../../../parts/problem.js';
import { When } from '../../../parts/when.js';
import { useMembersChanged } from '../../users/members.js';
import type { Member } from '../profile/profile.tab.js';
import { Addresses } from './addresses.js';
import { useSecurityWords } from './security.words.js';

/** How somebody signs in, where they are signed in, and from where they may. */
export function SecurityTab({ member }: { member: Member }) {
  const { features } = useProduct();
  return (
    <Stack gap="lg" maw={640}>
      <Factors member={member} />
      <Sessions member={member} />
      {features.ipRestrictions && <Addresses member={member} />}
    </Stack>
  );
}

function Factors({ member }: { member: Member }) {
  const say = useSecurityWords();
  const may = useMay();
  const { twoFactorColumn } = useProduct();
  if (member.twoFactor === null && !twoFactorColumn) return null;
  const state = member.twoFactor === null ? 'unknown' : member.twoFactor ? 'on' : 'off';
  return (
    <Stack gap="xs">
      <Title order={2}>{say('factors')}</Title>
      <Text>{say(state)}</Text>
      {member.twoFactor && may('security:edit') && !member.isOwner && <Act member={member} act="reset" />}
    </Stack>
  );
}

function Sessions({ member }: { member: Member }) {
  const say = useSecurityWords();
  const may = useMay();
  const { data, error } = useQuery({
    queryKey: ['members', member.id, 'sessions'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/members/{memberId}/sessions', { params: { path: { memberId: member.id } }, signal })),
    meta: { shows: ['member'] },
  });
  return (
    <Stack gap="xs">
      <Title order={2}>{say('sessions')}</Title>
      <Problem error={error} />
      {!data && !error && <Skeleton h={44} role="status" aria-label={say('loading')} />}
      {data?.items.length === 0 && <Text>{say('noSessions')}</Text>}
      {data && data.items.length > 0 && (
        <List spacing={4}>
          {data.items.map(({ id, device, address, lastUsedAt }) => (
            <List.Item key={id}>
              {[device, address && say('from', { address })].filter(Boolean).join(' ')}, {say('used')}{' '}
              <When at={lastUsedAt} />
            </List.Item>
          ))}
        </List>
      )}
      {data && data.items.length > 0 && may('security:edit') && <Act member={member} act="end" />}
    </Stack>
  );
}

/** Ends sessions or removes factors, after a question. */
function Act({ member, act }: { member: Member; act: 'end' | 'reset' }) {
  const say = useSecurityWords();
  const { tell } = useNotices();
  const changed = useMembersChanged();
  const [isOpen, setOpen] = useState(false);
  const doIt = useMutation<unknown>({
    mutationFn: () => {
      const by = { params: { path: { memberId: member.id } } };
      return act === 'end'
        ? api.DELETE('/v1/members/{memberId}/sessions', by)
        : api.DELETE('/v1/members/{memberId}/second-factors', by);
    },
    onSuccess: async () => {
      await changed();
      setOpen(false);
      tell(say(`${act}Done`));
    },
  });
  return (
    <>
      <Button w="fit-content" variant="default" onClick={() => setOpen(true)}>
        {say(act)}
      </Button>
      <Confirm
        opened={isOpen}
        title={say(`${act}Title`, { name: nameOf(member) })}
        act={say(act)}
        isDestructive
        busy={doIt.isPending}
        error={doIt.error}
        onConfirm={() => doIt.mutate()}
        onCancel={() => setOpen(false)}
      >
        <Text>{say(`${act}Why`)}</Text>
      </Confirm>
    </>
  );
}
