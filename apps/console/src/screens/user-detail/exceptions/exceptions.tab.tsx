import { ActionIcon, Button, Group, Skeleton, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { useMay } from '../../../app/session.js';
import { useCatalogue } from '../../../parts/catalogue.js';
import { Confirm } from '../../../parts/confirm.js';
import { Empty } from '../../../parts/empty.js';
import { Problem } from '../../../parts/problem.js';
import { useScopeWords } from '../../../parts/scope.words.js';
import { When } from '../../../parts/when.js';
import { useMembersChanged } from '../../users/members.js';
import type { Member } from '../profile/profile.tab.js';
import { AddExceptionDialog } from './add-exception-dialog.js';
import { CopyDialog } from './copy-dialog.js';
import { useExceptionWords } from './exceptions.words.js';

type Exception = components['schemas']['Exception'];
type Asked = { act: 'add' } | { act: 'copy' } | { act: 'remove'; exception: Exception };

/** Permissions of one member: beside their roles, or, where nobody has a role, all that they have (RP-45 to RP-49). */
export function ExceptionsTab({ member }: { member: Member }) {
  const say = useExceptionWords();
  const may = useMay();
  const isPrimary = useProduct().exceptions === 'primary';
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => setAsked(undefined);
  const canEdit = may('permissions:edit') && !member.isOwner;
  const { data, error } = useQuery({
    queryKey: ['members', member.id, 'exceptions'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/members/{memberId}/exceptions', { params: { path: { memberId: member.id } }, signal })),
    meta: { shows: ['permissions', 'member'] },
  });
  const items = data?.items;
  return (
    <Stack gap="md">
      <Text maw={640}>{say(isPrimary ? 'whyPrimary' : 'why')}</Text>
      {canEdit && (
        <Group gap="xs">
          <Button onClick={() => setAsked({ act: 'add' })}>{say(isPrimary ? 'addPrimary' : 'add')}</Button>
          <Button variant="default" onClick={() => setAsked({ act: 'copy' })}>
            {say('copy')}
          </Button>
        </Group>
      )}
      <Problem error={error} />
      {!items && !error && <Skeleton h={120} role="status" aria-label={say('loading')} />}
      {items?.length === 0 && <Empty title={say('none')}>{say(isPrimary ? 'noneWhyPrimary' : 'noneWhy')}</Empty>}
      {items && items.length > 0 && (
        <ExceptionTable
          items={items}
          onRemove={canEdit ? (exception) => setAsked({ act: 'remove', exception }) : undefined}
        />
      )}
      {asked?.act === 'add' && <AddExceptionDialog member={member} onClose={close} />}
      {asked?.act === 'copy' && <CopyDialog member={member} onClose={close} />}
      {asked?.act === 'remove' && <RemoveDialog exception={asked.exception} onClose={close} />}
    </Stack>
  );
}

interface TableProps {
  readonly items: readonly Exception[];
  readonly onRemove: ((exception: Exception) => void) | undefined;
}

function ExceptionTable({ items, onRemove }: TableProps) {
  const say = useExceptionWords();
  const sayScope = useScopeWords();
  const { nameOf } = useCatalogue();
  return (
    <Table aria-label={say('table')} verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('permission')}</Table.Th>
          <Table.Th>{say('effect')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('expires')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('reason')}</Table.Th>
          {onRemove && (
            <Table.Th w={48}>
              <VisuallyHidden>{say('actions')}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((exception) => (
          <Table.Tr key={exception.id} h={44}>
            <Table.Td>
              {nameOf(exception.permission)}
              <Text size="xs" c="dimmed">
                {[exception.projectId && say('project'), ...(exception.scope ?? []).map(sayScope)]
                  .filter(Boolean)
                  .join(', ')}
              </Text>
            </Table.Td>
            <Table.Td>{say(exception.effect)}</Table.Td>
            <Table.Td visibleFrom="sm">
              <Expiry at={exception.expiresAt} />
            </Table.Td>
            <Table.Td visibleFrom="sm">{exception.reason}</Table.Td>
            {onRemove && (
              <Table.Td>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={32}
                  aria-label={say('removeOf', { permission: nameOf(exception.permission) })}
                  onClick={() => onRemove(exception)}
                >
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Expiry({ at }: { at: string | null }) {
  const say = useExceptionWords();
  if (at === null) return say('never');
  return Date.parse(at) < Date.now() ? say('expired') : <When at={at} />;
}

function RemoveDialog({ exception, onClose }: { exception: Exception; onClose: () => void }) {
  const say = useExceptionWords();
  const { nameOf } = useCatalogue();
  const isPrimary = useProduct().exceptions === 'primary';
  const { inForce } = useNotices();
  const changed = useMembersChanged();
  const permission = nameOf(exception.permission);
  const remove = useMutation({
    mutationFn: () =>
      api.DELETE('/v1/members/{memberId}/exceptions/{exceptionId}', {
        params: { path: { memberId: exception.memberId, exceptionId: exception.id } },
        body: {},
      }),
    onSuccess: async () => {
      await changed();
      onClose();
      await inForce();
    },
  });
  return (
    <Confirm
      opened
      title={say('removeTitle', { permission })}
      act={say('remove')}
      isDestructive
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      <Text>{say(isPrimary ? 'removeWhyPrimary' : 'removeWhy')}</Text>
    </Confirm>
  );
}
