import { Checkbox, Group, Skeleton, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMay } from '../../app/session.js';
import { nameOf } from '../../parts/person.js';
import type { Act } from './acts/acts.js';
import { MemberMenu } from './acts/member-menu.js';
import type { MemberRow } from './members.js';
import { useColumns, type Column } from './users.columns.js';
import type { Sort } from './users.search.js';
import { useWords } from './users.words.js';

const ROW = 44;
const SKELETONS = 8;
/** Without a width of its own a cell does not cut what is too long, but grows. */
const WIDE = { maw: 0, w: { base: '100%', sm: '34%' } };

interface Props {
  /** Undefined while they are loaded. */
  readonly rows: readonly MemberRow[] | undefined;
  readonly sort: Sort | undefined;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onSort: (sort: Sort) => void;
  readonly onAct: (act: Act, member: MemberRow) => void;
}

export function UsersTable({ rows, sort, selected, onSelect, onSort, onAct }: Props) {
  const say = useWords();
  const may = useMay();
  const columns = useColumns(rows ?? []);
  const canSelect = ['members:edit', 'members:revoke', 'members:invite'].some(may);
  const all = rows?.map(({ id }) => id) ?? [];
  const toggle = (id: string): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  return (
    <Table aria-label={say('table')} aria-busy={!rows} highlightOnHover verticalSpacing={4} layout="auto">
      <Table.Thead>
        <Table.Tr h={ROW}>
          {canSelect && (
            <Table.Th w={40} visibleFrom="sm">
              <Checkbox
                aria-label={say('selectAll')}
                checked={all.length > 0 && selected.size === all.length}
                indeterminate={selected.size > 0 && selected.size < all.length}
                disabled={!rows}
                onChange={() => onSelect(new Set(selected.size === all.length ? [] : all))}
              />
            </Table.Th>
          )}
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
          <Table.Th w={48}>
            <VisuallyHidden>{say('actions')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {!rows && <Waiting columns={columns.length + 2} />}
        {rows?.map((member) => (
          <Table.Tr key={member.id} h={ROW}>
            {canSelect && (
              <Table.Td visibleFrom="sm">
                <Checkbox
                  aria-label={say('select', { name: nameOf(member) })}
                  checked={selected.has(member.id)}
                  onChange={() => toggle(member.id)}
                />
              </Table.Td>
            )}
            {columns.map(({ key, from, isWide, cell }) => (
              <Table.Td key={key} visibleFrom={from} {...(isWide && WIDE)}>
                {cell(member)}
              </Table.Td>
            ))}
            <Table.Td>
              <MemberMenu member={member} onAct={onAct} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Waiting({ columns }: { columns: number }) {
  const say = useWords();
  return Array.from({ length: SKELETONS }, (_, at) => (
    <Table.Tr key={at} h={ROW}>
      <Table.Td colSpan={columns}>
        <Skeleton h={20} {...(at === 0 && { role: 'status', 'aria-label': say('loading') })} />
      </Table.Td>
    </Table.Tr>
  ));
}

interface HeadProps {
  readonly column: Column;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort) => void;
}

/** A heading by which the list is sorted, up and then down, where the services can. */
function HeadCell({ column: { label, from, sort: by }, sort, onSort }: HeadProps) {
  if (!by) return <Table.Th visibleFrom={from}>{label}</Table.Th>;
  const isUp = sort === by;
  const isDown = sort === `-${by}`;
  let mark: ReactNode = null;
  if (isUp) mark = <IconArrowUp size={14} aria-hidden />;
  if (isDown) mark = <IconArrowDown size={14} aria-hidden />;
  return (
    <Table.Th visibleFrom={from} aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}>
      <UnstyledButton fw={600} mih={24} onClick={() => onSort(isUp ? `-${by}` : by)}>
        <Group gap={4} wrap="nowrap">
          {label}
          {mark}
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
}
