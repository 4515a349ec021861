import { Button, Group, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useProduct } from '../../app/product.js';
import { useStatusWords } from '../../parts/member-status.js';
import { useRoles } from '../../app/roles.js';
import { useTeams } from '../../app/teams.js';
import { isFiltered, STATUSES, type UsersSearch } from './users.search.js';
import { useWords } from './users.words.js';

/** Milliseconds without a key after which the list is asked for. */
const PAUSE = 250;

/** Two beside each other on a telephone. */
const NARROW = { base: 'calc(50% - 6px)', xs: 200 };

interface Props {
  readonly search: UsersSearch;
  readonly onChange: (search: UsersSearch) => void;
}

/** What the list is narrowed to. Filters combine. */
export function UsersFilters({ search, onChange }: Props) {
  const say = useWords();
  const sayStatus = useStatusWords();
  const { twoFactorColumn, features, lifecycle } = useProduct();
  const roles = useRoles();
  const teams = useTeams();
  const set = (part: Partial<UsersSearch>): void => onChange({ ...search, ...part });
  const some = <T,>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
  const statuses = STATUSES.filter((status) => status !== 'inactive' || lifecycle.activeSwitch);
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label={say('filters')}>
      <NameFilter value={search.q} onChange={(q) => set({ q })} />
      {roles.length > 0 && (
        <MultiSelect
          label={say('role')}
          w={NARROW}
          data={roles.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.role ?? []}
          onChange={(role) => set({ role: some(role) })}
        />
      )}
      <MultiSelect
        label={say('status')}
        w={NARROW}
        data={statuses.map((status) => ({ value: status, label: sayStatus(status) }))}
        value={search.status ?? []}
        onChange={(status) => set({ status: some(status as NonNullable<UsersSearch['status']>) })}
      />
      {features.teams && teams.length > 0 && (
        <MultiSelect
          label={say('team')}
          w={NARROW}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.team ?? []}
          onChange={(team) => set({ team: some(team) })}
        />
      )}
      {twoFactorColumn && (
        <Select
          label={say('twoFactorShort')}
          w={NARROW}
          placeholder={say('any')}
          clearable
          data={[
            { value: 'true', label: say('with') },
            { value: 'false', label: say('without') },
          ]}
          value={search.twoFactor === undefined ? null : String(search.twoFactor)}
          onChange={(value) => set({ twoFactor: value === null ? undefined : value === 'true' })}
        />
      )}
      <Switch
        label={say('activeOnly')}
        mih={36}
        checked={search.activeOnly ?? false}
        onChange={({ currentTarget }) => set({ activeOnly: currentTarget.checked || undefined })}
      />
      {isFiltered(search) && (
        <Button variant="subtle" onClick={() => onChange({ sort: search.sort })}>
          {say('clear')}
        </Button>
      )}
    </Group>
  );
}

interface NameProps {
  readonly value: string | undefined;
  readonly onChange: (q: string | undefined) => void;
}

/** Takes each key at once, and asks when the typing pauses. */
function NameFilter({ value = '', onChange }: NameProps) {
  const say = useWords();
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    // The address says otherwise by now: a filter was cleared, or the browser went back.
    setShown(value);
    setTyped(value);
  }
  const ask = useDebouncedCallback((text: string) => {
    const q = text.trim();
    setShown(q);
    onChange(q || undefined);
  }, PAUSE);
  return (
    <TextInput
      label={say('search')}
      type="search"
      w={{ base: '100%', xs: 240 }}
      maxLength={200}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        ask(currentTarget.value);
      }}
    />
  );
}
