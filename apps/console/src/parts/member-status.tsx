import { Group, Text } from '@mantine/core';
import { IconBan, IconCircleCheck, IconHourglass, IconMail, IconPlayerPause, IconTrash } from '@tabler/icons-react';
import type { components } from '../api/schema.js';
import { words } from '../app/words.js';

type Status = components['schemas']['MemberRow']['status'];

export const useStatusWords = words('member-status', {
  invited: 'Invited',
  active: 'Active',
  inactive: 'Inactive',
  revoked: 'Revoked',
  deleted: 'Deleted',
  leaving: 'Being deleted',
});

const ICONS = {
  invited: IconMail,
  active: IconCircleCheck,
  inactive: IconPlayerPause,
  revoked: IconBan,
  deleted: IconTrash,
  leaving: IconHourglass,
} as const;

/** A member's status as a word and a picture: no colour says anything alone. */
export function MemberStatus({ member }: { member: { status: Status; isBeingDeleted: boolean } }) {
  const say = useStatusWords();
  const shown = member.isBeingDeleted && member.status !== 'deleted' ? 'leaving' : member.status;
  const Icon = ICONS[shown];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden />
      <Text>{say(shown)}</Text>
    </Group>
  );
}
