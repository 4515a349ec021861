import { Button, Group, Select, TextInput } from '@mantine/core';
import { useMay } from '../../app/session.js';
import { MemberSelect } from '../../parts/member-select.js';
import { ACTIONS, useActionWords, type Action } from './actions.words.js';
import type { AuditSearch } from './audit.search.js';
import { useWords } from './audit.words.js';

const NAMES = Object.keys(ACTIONS) as Action[];
/** Whoever was here once may stand in the trail. */
const ANYBODY = ['invited', 'active', 'inactive', 'revoked'] as const;

interface Props {
  readonly search: AuditSearch;
  readonly onChange: (search: AuditSearch) => void;
}

/** By whom, to whom, what and when. */
export function Filters({ search, onChange }: Props) {
  const say = useWords();
  const sayAction = useActionWords();
  const may = useMay();
  const set = (name: keyof AuditSearch, value: string | null): void => {
    const { [name]: _before, cursor: _page, ...rest } = search;
    onChange({ ...rest, ...(value && { [name]: value }) });
  };
  const people = may('members:view');
  return (
    <Group gap="xs" align="flex-end" role="search" aria-label={say('filters')}>
      {people && (
        <MemberSelect
          label={say('actor')}
          value={search.actor ?? null}
          statuses={[...ANYBODY]}
          isClearable
          onChange={(id) => set('actor', id)}
        />
      )}
      {people && (
        <MemberSelect
          label={say('target')}
          value={search.target ?? null}
          statuses={[...ANYBODY]}
          isClearable
          onChange={(id) => set('target', id)}
        />
      )}
      <Select
        label={say('action')}
        data={NAMES.map((name) => ({ value: name, label: sayAction(name) }))}
        value={search.action ?? null}
        onChange={(action) => set('action', action)}
        searchable
        clearable
      />
      <TextInput
        label={say('from')}
        type="date"
        value={search.from ?? ''}
        max={search.to}
        onChange={({ currentTarget }) => set('from', currentTarget.value)}
      />
      <TextInput
        label={say('to')}
        type="date"
        value={search.to ?? ''}
        min={search.from}
        onChange={({ currentTarget }) => set('to', currentTarget.value)}
      />
      {Object.keys(search).length > 0 && (
        <Button variant="subtle" onClick={() => onChange({})}>
          {say('clear')}
        </Button>
      )}
    </Group>
  );
}
