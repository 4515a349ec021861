import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useProduct } from '../../../app/product.js';
import { useMay, useMe } from '../../../app/session.js';
import { Chip, RoleChips } from '../../../parts/role-chips.js';
import { When } from '../../../parts/when.js';
import { AgentAccess } from '../../users/agent-access.js';
import { memberQuery } from '../../../app/members.js';
import { nameOf } from '../../../parts/person.js';
import { useWords } from '../user.words.js';
import { ProfileForm } from './profile-form.js';

export type Member = components['schemas']['MemberProfile'];

/** What an account says of a member (ID-44). */
export function ProfileTab({ member }: { member: Member }) {
  const say = useWords();
  const may = useMay();
  const me = useMe();
  const [isEditing, setEditing] = useState(false);
  const canEdit = may('members:edit') && (!member.isOwner || member.id === me.member.id) && member.status !== 'revoked';
  if (isEditing) return <ProfileForm member={member} onDone={() => setEditing(false)} />;
  return (
    <Stack gap="md" maw={640}>
      <Facts member={member} />
      <Title order={2}>{say('senderTitle')}</Title>
      <FactTable
        rows={[
          [say('fromName'), member.emailFromName ?? member.sender.name],
          [say('replyTo'), member.replyTo ?? member.sender.replyTo ?? say('none')],
        ]}
      />
      {canEdit && (
        <Button w="fit-content" variant="default" onClick={() => setEditing(true)}>
          {say('edit')}
        </Button>
      )}
    </Stack>
  );
}

function Facts({ member }: { member: Member }) {
  const say = useWords();
  const { roleCardinality, features, labels, roleTree } = useProduct();
  const rows: (readonly [string, ReactNode] | false)[] = [
    [say('email'), member.email],
    roleCardinality !== 'none' && [say('role'), <RoleChips key="roles" member={member} />],
    roleTree && [say('manager'), <ManagerName key="manager" memberId={member.id} />],
    features.teams && [
      say('teams'),
      <Group key="teams" gap={4}>
        {member.teams.length === 0 ? say('none') : member.teams.map(({ id, name }) => <Chip key={id}>{name}</Chip>)}
      </Group>,
    ],
    features.agentAccess && [labels.agentAccess ?? '', <AgentAccess key="agent" member={member} />],
    [say('added'), <When key="added" at={member.createdAt} />],
    [say('lastActive'), member.lastActiveAt ? <When key="last" at={member.lastActiveAt} /> : say('never')],
  ];
  return <FactTable rows={rows.filter((row) => row !== false)} />;
}

function FactTable({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Table layout="fixed" withRowBorders={false}>
      <Table.Tbody>
        {rows.map(([label, value]) => (
          <Table.Tr key={label}>
            <Table.Th w="35%" fw={400} c="dimmed">
              {label}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export const managerQuery = (memberId: string) =>
  ({
    queryKey: ['members', memberId, 'manager'],
    queryFn: () => bodyOf(api.GET('/v1/members/{reportId}/manager', { params: { path: { reportId: memberId } } })),
    meta: { shows: ['member'] },
  }) as const;

function ManagerName({ memberId }: { memberId: string }) {
  const say = useWords();
  const { data } = useQuery(managerQuery(memberId));
  const manager = useQuery({ ...memberQuery(data?.managerId ?? ''), enabled: Boolean(data?.managerId) });
  if (!data) return <Text mih={22} />;
  return data.managerId ? manager.data && nameOf(manager.data) : say('none');
}
