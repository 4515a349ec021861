import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBan,
  IconCopy,
  IconCrown,
  IconDots,
  IconMail,
  IconMailOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconCurrencyDollar,
  IconTrash,
  IconUser,
  IconUserShield,
} from '@tabler/icons-react';
import { useNotices } from '../../../app/notice.js';
import { MenuLink } from '../../../parts/links.js';
import { nameOf } from '../../../parts/person.js';
import type { MemberRow } from '../members.js';
import { useWords } from '../users.words.js';
import { useActs, type Act } from './acts.js';
import { useActWords } from './acts.words.js';

const ICONS: Readonly<Record<Act, typeof IconUser>> = {
  roles: IconUserShield,
  resend: IconMail,
  withdraw: IconMailOff,
  reactivate: IconArrowBackUp,
  activate: IconPlayerPlay,
  deactivate: IconPlayerPause,
  bills: IconCurrencyDollar,
  transfer: IconCrown,
  revoke: IconBan,
  delete: IconTrash,
};

interface Props {
  readonly member: MemberRow;
  /** On the member's own page, which needs no link to itself. */
  readonly isOnPage?: boolean;
  readonly onAct: (act: Act, member: MemberRow) => void;
}

/** All that can be done to a member, in words. */
export function MemberMenu({ member, isOnPage = false, onAct }: Props) {
  const sayHere = useWords();
  const say = useActWords();
  const acts = useActs()(member);
  const { tell } = useNotices();
  const copyLink = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${location.origin}/console/users/${member.id}`);
    tell(say('copied'));
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={sayHere('more', { name: nameOf(member) })}
          data-member-menu={member.id}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isOnPage && (
          <MenuLink
            leftSection={<IconUser size={16} aria-hidden />}
            to="/console/users/$memberId"
            params={{ memberId: member.id }}
          >
            {say('view')}
          </MenuLink>
        )}
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copyLink()}>
          {say('copy')}
        </Menu.Item>
        {acts.length > 0 && <Menu.Divider />}
        {acts.map((act) => {
          const Icon = ICONS[act];
          return (
            <Menu.Item key={act} leftSection={<Icon size={16} aria-hidden />} onClick={() => onAct(act, member)}>
              {say(act === 'delete' && member.status === 'revoked' ? 'deleteRevoked' : act)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
