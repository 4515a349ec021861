import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useProduct } from '../../app/product.js';
import { useRoles } from '../../app/roles.js';
import { useMay } from '../../app/session.js';

/** Roles to give to a key, or to whoever comes in by a provider. Absent where the product has no roles. */
export function RoleChoice(props: Omit<MultiSelectProps, 'data' | 'searchable' | 'maxValues'>) {
  const may = useMay();
  const { roleCardinality } = useProduct();
  const isOffered = roleCardinality !== 'none' && may('roles:view');
  const roles = useRoles().map(({ id, name }) => ({ value: id, label: name }));
  if (!isOffered) return null;
  return <MultiSelect data={roles} searchable {...(roleCardinality === 'single' && { maxValues: 1 })} {...props} />;
}
