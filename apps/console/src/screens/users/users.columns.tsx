import { Group, Text } from '@mantine/core';
import { IconInfoCircle, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useProduct } from '../../app/product.js';
import { useMay } from '../../app/session.js';
import { AnchorLink, IconLink } from '../../parts/links.js';
import { MemberStatus } from '../../parts/member-status.js';
import { nameOf, Person } from '../../parts/person.js';
import { RoleChips } from '../../parts/role-chips.js';
import { When } from '../../parts/when.js';
import { AgentAccess } from './agent-access.js';
import type { MemberRow } from './members.js';
import type { Sort } from './users.search.js';
import { useWords } from './users.words.js';

export interface Column {
  readonly key: string;
  readonly label: string;
  /** The width from which on it is shown; what is not is on the person's own page. */
  readonly from?: 'xs' | 'sm' | 'md' | 'lg';
  readonly sort?: Exclude<Sort, `-${string}`>;
  readonly cell: (member: MemberRow) => ReactNode;
  /** It takes the room that the others leave, and what is too long for it is cut. */
  readonly isWide?: boolean;
}

/** What the account's product shows of its users (UI-02): what it does not have is absent. */
export function useColumns(rows: readonly MemberRow[]): readonly Column[] {
  const say = useWords();
  const product = useProduct();
  const { labels } = product;
  const isEnforced = rows.some(({ enforcedAuth }) => enforcedAuth !== undefined);
  const yesNo = (yes: boolean): string => say(yes ? 'yes' : 'no');
  const columns: (Column | false)[] = [
    {
      key: 'user',
      label: say('user'),
      sort: 'name',
      isWide: true,
      cell: (member) => (
        <Person person={member}>
          <AnchorLink to="/console/users/$memberId" params={{ memberId: member.id }} c="inherit" fw={500}>
            {nameOf(member)}
          </AnchorLink>
        </Person>
      ),
    },
    product.roleCardinality === 'none'
      ? { key: 'permissions', label: say('permissions'), cell: (member) => <PermissionsLink member={member} /> }
      : { key: 'roles', label: say('roles'), from: 'xs', cell: (member) => <RoleChips member={member} /> },
    product.features.agentAccess && {
      key: 'agentAccess',
      label: labels.agentAccess ?? '',
      from: 'md',
      cell: (member) => <AgentAccess member={member} />,
    },
    product.twoFactorColumn && {
      key: 'twoFactor',
      label: say('twoFactorShort'),
      from: 'md',
      cell: ({ twoFactor }) => (twoFactor === null ? '' : say(twoFactor ? 'with' : 'without')),
    },
    isEnforced && {
      key: 'enforced',
      label: say('enforced'),
      from: 'lg',
      cell: ({ enforcedAuth }) => (enforcedAuth === undefined ? '' : yesNo(enforcedAuth)),
    },
    { key: 'status', label: say('status'), from: 'sm', cell: (member) => <MemberStatus member={member} /> },
    {
      key: 'lastActive',
      label: say('lastActive'),
      from: 'md',
      sort: 'lastActiveAt',
      cell: ({ lastActiveAt }) => (lastActiveAt ? <When at={lastActiveAt} /> : <Text c="dimmed">{say('never')}</Text>),
    },
  ];
  return columns.filter((column) => column !== false);
}

/**
 * In products whose people have permissions of their own: a pencil for those who may change them, and in the
 * same place an information icon for those who may only see them (UI-13, RP-55).
 */
function PermissionsLink({ member }: { member: MemberRow }) {
  const say = useWords();
  const may = useMay();
  const name = nameOf(member);
  const canEdit = may('permissions:edit');
  return (
    <Group gap="xs" wrap="nowrap">
      {(canEdit || may('permissions:view')) && (
        <IconLink
          variant="subtle"
          color="gray"
          size={32}
          to="/console/users/$memberId"
          params={{ memberId: member.id }}
          search={{ tab: canEdit ? 'exceptions' : 'permissions' }}
          aria-label={say(canEdit ? 'editPermissions' : 'viewPermissions', { name })}
        >
          {canEdit ? <IconPencil size={18} aria-hidden /> : <IconInfoCircle size={18} aria-hidden />}
        </IconLink>
      )}
      <RoleChips member={member} />
    </Group>
  );
}
