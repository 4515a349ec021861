import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import { useProduct } from '../../app/product.js';
import { useMay } from '../../app/session.js';

/** Roles to give to a key, or to whoever comes in by a provider. Absent where the product has no roles. */
export function RoleChoice(props: Omit<MultiSelectProps, 'data' | 'searchable' | 'maxValues'>) {
  const may = useMay();
  const { roleCardinality } = useProduct();
  const isOffered = roleCardinality !== 'none' && may('roles:view');
  const { data } = useQuery({
    queryKey: ['roles'],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/roles', { params: { query: { limit: 200 } }, signal })),
    enabled: isOffered,
    meta: { shows: ['role'] },
  });
  if (!isOffered) return null;
  const roles = data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return <MultiSelect data={roles} searchable {...(roleCardinality === 'single' && { maxValues: 1 })} {...props} />;
}
