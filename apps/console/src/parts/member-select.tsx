import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, bodyOf } from '../api/client.js';
import type { components } from '../api/schema.js';
import { memberQuery } from '../app/members.js';
import { words } from '../app/words.js';
import { nameOf } from './person.js';

const useWords = words('member-select', { nobody: 'Nobody has such a name or address' });

/** Milliseconds without a key after which the list is asked for. */
const PAUSE = 200;
const SHOWN = 20;

type Status = components['schemas']['MemberRow']['status'];
const ACTIVE: Status[] = ['active'];

interface Props {
  readonly label: string;
  readonly description?: ReactNode;
  readonly value: string | null;
  /** Who is not offered: mostly the member whom it is about. */
  readonly without?: readonly string[];
  readonly isClearable?: boolean;
  /** Only members of these statuses; active ones unless said. */
  readonly statuses?: Status[];
  readonly error?: ReactNode;
  readonly onChange: (memberId: string | null) => void;
}

/** Chooses a member by name or address. */
export function MemberSelect(props: Props) {
  const { label, description, value, without = [], isClearable, statuses = ACTIVE, error, onChange } = props;
  const say = useWords();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, PAUSE);
  const chosen = useMemberName(value);
  const found = useQuery({
    queryKey: ['members', 'select', { q, statuses }],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/members', {
          params: { query: { status: statuses, limit: SHOWN, sort: 'name', ...(q && q !== chosen && { q }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { shows: ['member'] },
  });
  const items = (found.data?.items ?? []).filter(({ id }) => !without.includes(id));
  const data = items.map((member) => ({ value: member.id, label: choiceOf(member) }));
  if (value && chosen && !items.some(({ id }) => id === value)) data.unshift({ value, label: chosen });
  return (
    <Select
      label={label}
      description={description}
      data={data}
      value={value}
      error={error}
      searchable
      clearable={isClearable ?? false}
      nothingFoundMessage={found.isFetching ? undefined : say('nobody')}
      // The services have looked already, also in parts of names that are not shown.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={onChange}
    />
  );
}

function useMemberName(memberId: string | null): string | undefined {
  const { data } = useQuery({ ...memberQuery(memberId ?? ''), enabled: memberId !== null });
  return data && choiceOf(data);
}

const choiceOf = (member: { firstName: string; lastName: string; email: string }): string => {
  const name = nameOf(member);
  return name === member.email ? name : `${name} (${member.email})`;
};
