import { List, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { isRefusal } from '../../../api/problem.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { useCatalogue } from '../../../parts/catalogue.js';
import { Confirm } from '../../../parts/confirm.js';
import { LeftInvitationsDialog, type LeftInvitation } from '../../../parts/left-invitations.js';
import { MemberSelect } from '../../../parts/member-select.js';
import { nameOf } from '../../../parts/person.js';
import { useMembersChanged, type MemberRow } from '../members.js';
import { useActWords } from './acts.words.js';
import type { DialogProps } from './member-dialogs.js';

/** Deletes somebody for good: what they own is counted and has to go to somebody, and their name is typed. */
export function DeleteDialog({ member, onClose }: DialogProps) {
  const say = useActWords();
  const { lifecycle, billingContact } = useProduct();
  const { inForce } = useNotices();
  const changed = useMembersChanged();
  const [successor, setSuccessor] = useState<string | null>(null);
  const [payer, setPayer] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [left, setLeft] = useState<readonly LeftInvitation[]>([]);
  const name = nameOf(member);
  const records = useOwnedRecords(member);
  const remove = useMutation({
    mutationFn: () =>
      bodyOf(
        api.DELETE('/v1/members/{memberId}', {
          params: { path: { memberId: member.id } },
          body: { ...(successor && { reassignTo: successor }), ...(payer && { billingContactId: payer }) },
        }),
      ),
    onSuccess: async ({ deletion, openInvitations }) => {
      await changed();
      if (openInvitations?.length) setLeft(openInvitations);
      else onClose();
      const goesOn = deletion !== null && deletion.finishedAt === null;
      await inForce(say(goesOn ? 'deleteGoesOn' : 'deleteDone', { name }));
    },
  });
  if (left.length > 0) return <LeftInvitationsDialog invitations={left} onClose={onClose} />;
  const owned = records.data ?? [];
  const needsSuccessor =
    lifecycle.deleteRequiresReassignment || owned.length > 0 || isRefusal(remove.error, 'member.reassignment-required');
  const needsPayer =
    (member.isBillingContact && billingContact === 'member') || isRefusal(remove.error, 'member.is-billing-contact');
  const isMissing = (needsSuccessor && !successor) || (needsPayer && !payer);
  return (
    <Confirm
      opened
      title={say('deleteTitle', { name })}
      act={say('deleteAct')}
      isDestructive
      isDisabled={typed.trim() !== name || records.isPending || isMissing}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      <Text>{say('deleteWhy')}</Text>
      <Owned records={records.data} />
      <MemberSelect
        label={say('deleteSuccessor')}
        description={needsSuccessor ? undefined : say('deleteSuccessorOptional')}
        value={successor}
        without={[member.id]}
        isClearable
        onChange={setSuccessor}
      />
      {needsPayer && (
        <MemberSelect label={say('deleteBills')} value={payer} without={[member.id]} onChange={setPayer} />
      )}
      <TextInput
        label={say('deleteType', { name })}
        autoComplete="off"
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </Confirm>
  );
}

interface Owns {
  readonly type: string;
  readonly count: number;
}

/** What they own, by type; undefined while it is counted. */
function Owned({ records }: { records: readonly Owns[] | undefined }) {
  const say = useActWords();
  const { featureName } = useCatalogue();
  return (
    <Stack gap={4}>
      <Text fw={600}>{say('deleteRecords')}</Text>
      {!records?.length && <Text mih={22}>{records && say('deleteNoRecords')}</Text>}
      {records && records.length > 0 && (
        <List>
          {records.map(({ type, count }) => (
            <List.Item key={type}>
              {say('deleteCount', { type: featureName(type), many: count.toLocaleString('en') })}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}

const useOwnedRecords = ({ id: memberId }: MemberRow) =>
  useQuery({
    queryKey: ['members', memberId, 'records'],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/v1/members/{memberId}/records', { params: { path: { memberId } }, signal }))).items,
    staleTime: 0,
  });
