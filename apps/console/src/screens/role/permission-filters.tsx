import { Group, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { rolesQuery } from '../../app/roles.js';
import { useWords } from './role.words.js';

interface Filters {
  readonly q: string;
  readonly onlyGranted: boolean;
  /** The role that the draft is compared with; empty for none. */
  readonly otherId: string;
}

export const NO_FILTERS: Filters = { q: '', onlyGranted: false, otherId: '' };

interface Props {
  readonly roleId: string | undefined;
  readonly filters: Filters;
  readonly onFilter: (filters: Filters) => void;
}

/** Which permissions the editor shows, and what it compares them with. */
export function PermissionFilters({ roleId, filters, onFilter }: Props) {
  const say = useWords();
  const { data: roles = [] } = useQuery(rolesQuery);
  const others = roles.filter(({ id }) => id !== roleId).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Group align="flex-end" gap="md" mb="lg">
      <TextInput
        type="search"
        label={say('search')}
        value={filters.q}
        onChange={({ currentTarget }) => onFilter({ ...filters, q: currentTarget.value })}
      />
      <NativeSelect
        label={say('compare')}
        value={filters.otherId}
        onChange={({ currentTarget }) => onFilter({ ...filters, otherId: currentTarget.value })}
        data={[{ value: '', label: say('compareNone') }, ...others]}
      />
      <Switch
        label={say('onlyGranted')}
        checked={filters.onlyGranted}
        mb={8}
        onChange={({ currentTarget }) => onFilter({ ...filters, onlyGranted: currentTarget.checked })}
      />
    </Group>
  );
}
