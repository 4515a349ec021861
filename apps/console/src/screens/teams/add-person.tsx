import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { nameOf } from '../../parts/person.js';
import type { MemberRow } from './teams.js';
import { useWords } from './teams.words.js';

interface Props {
  readonly teamId: string;
  readonly isBusy: boolean;
  readonly onAdd: (person: MemberRow) => void;
}

/** Looks for people by name or address, and puts the chosen one on the team. */
export function AddPerson({ teamId, isBusy, onAdd }: Props) {
  const say = useWords();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words, 200);
  const { data } = useQuery({
    queryKey: ['members', { q, limit: 20 }],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/members', {
          params: { query: { limit: 20, sort: 'name', status: ['invited', 'active', 'inactive'], ...(q && { q }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { shows: ['member', 'team'] },
  });
  const others = data?.items.filter(({ teams }) => teams.every(({ id }) => id !== teamId)) ?? [];
  return (
    <Select
      label={say('add')}
      placeholder={say('addHint')}
      data-add-person
      maw={360}
      searchable
      value={null}
      disabled={isBusy}
      searchValue={words}
      onSearchChange={setWords}
      filter={({ options }) => options}
      data={others.map((person) => ({ value: person.id, label: labelOf(person) }))}
      nothingFoundMessage={say('addNothing')}
      onChange={(id) => {
        const person = others.find((each) => each.id === id);
        if (!person) return;
        setWords('');
        onAdd(person);
      }}
    />
  );
}

const labelOf = (person: MemberRow): string => {
  const name = nameOf(person);
  return name === person.email ? name : `${name} (${person.email})`;
};
