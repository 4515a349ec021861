import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../api/client.js';
import { words } from '../app/words.js';

const useWords = words('teammate-select', { nobody: 'Nobody has such a name or address' });

/** Milliseconds without a key after which the list is asked for. */
const PAUSE = 200;
const SHOWN = 20;

interface Props {
  readonly projectId: string;
  readonly label: string;
  readonly value: string | null;
  readonly without: readonly string[];
  /** Only those who are on the team. */
  readonly onTeam?: true;
  readonly onChange: (memberId: string | null) => void;
}

/** Chooses an active person by name or address for something in a project, whose owner may not see the members of the account. */
export function TeammateSelect({ projectId, label, value, without, onTeam, onChange }: Props) {
  const say = useWords();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  const [q] = useDebouncedValue(typed.trim(), PAUSE);
  const asked = q === chosen?.label ? '' : q;
  const { data, isFetching } = useQuery({
    queryKey: ['projects', projectId, 'select', { asked, onTeam }],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/projects/{projectId}/team', {
          params: {
            path: { projectId },
            query: { limit: SHOWN, ...(asked && { q: asked }), ...(onTeam && { onTeam }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const people = (data?.items ?? []).filter(
    ({ memberId, status }) => status === 'active' && !without.includes(memberId),
  );
  const choices = people.map(({ memberId, name, email }) => ({
    value: memberId,
    label: name ? `${name} (${email})` : email,
  }));
  const isKept = chosen && chosen.value === value && choices.every((choice) => choice.value !== value);
  return (
    <Select
      label={label}
      data={isKept ? [chosen, ...choices] : choices}
      value={value}
      searchable
      nothingFoundMessage={isFetching ? undefined : say('nobody')}
      // The services have looked already.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(memberId) => {
        setChosen(choices.find((choice) => choice.value === memberId));
        onChange(memberId);
      }}
    />
  );
}
