import { List, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { useNotices } from '../../../app/notice.js';
import { useCatalogue } from '../../../parts/catalogue.js';
import { Confirm } from '../../../parts/confirm.js';
import { MemberSelect } from '../../../parts/member-select.js';
import { nameOf } from '../../../parts/person.js';
import { Problem } from '../../../parts/problem.js';
import { useMembersChanged } from '../../users/members.js';
import type { Member } from '../profile/profile.tab.js';
import { useExceptionWords } from './exceptions.words.js';

/** Copies what another member is given, and shows the difference before it is saved (RP-57, RP-58). */
export function CopyDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const say = useExceptionWords();
  const { inForce } = useNotices();
  const changed = useMembersChanged();
  const [from, setFrom] = useState<string | null>(null);
  const copy = (source: string, dryRun: boolean) =>
    bodyOf(
      api.POST('/v1/members/{memberId}/permissions/copy', {
        params: { path: { memberId: member.id } },
        body: { from: source, ...(dryRun && { dryRun }) },
      }),
    );
  const preview = useQuery({
    queryKey: ['members', member.id, 'copy', from],
    queryFn: () => copy(from ?? '', true),
    enabled: from !== null,
    staleTime: 0,
  });
  const save = useMutation({
    mutationFn: (source: string) => copy(source, false),
    onSuccess: async () => {
      await changed();
      onClose();
      await inForce();
    },
  });
  const difference = preview.data?.differences.find(({ memberId, projectId }) => memberId === member.id && !projectId);
  return (
    <Confirm
      opened
      title={say('copyTitle', { name: nameOf(member) })}
      act={say('save')}
      isDisabled={!preview.data}
      busy={save.isPending}
      error={save.error}
      onConfirm={() => from && save.mutate(from)}
      onCancel={onClose}
    >
      <Text>{say('copyWhy')}</Text>
      <MemberSelect label={say('copyFrom')} value={from} without={[member.id]} onChange={setFrom} />
      <Problem error={preview.error} />
      {from && preview.isPending && <Skeleton h={60} role="status" aria-label={say('loading')} />}
      {preview.data && !difference && <Text role="status">{say(member.status === 'active' ? 'same' : 'sameYet')}</Text>}
      {difference && (
        <Stack gap="xs" role="status">
          <Listed title={say('gains')} permissions={Object.keys(difference.gained)} />
          <Listed title={say('loses')} permissions={Object.keys(difference.lost)} />
        </Stack>
      )}
    </Confirm>
  );
}

function Listed({ title, permissions }: { title: string; permissions: readonly string[] }) {
  const { nameOf: say } = useCatalogue();
  if (permissions.length === 0) return null;
  return (
    <div>
      <Text fw={600}>{title}</Text>
      <List>
        {permissions.map((permission) => (
          <List.Item key={permission}>{say(permission)}</List.Item>
        ))}
      </List>
    </div>
  );
}
