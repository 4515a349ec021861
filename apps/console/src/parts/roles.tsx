import { Checkbox, Radio, Stack } from '@mantine/core';
import { useProduct } from '../app/product.js';
import { useAssignableRoles, type Role } from '../app/roles.js';
import { words } from '../app/words.js';

const useWords = words('roles-part', {
  nothing: 'This role gives nothing yet.',
  permissions_one: 'Gives {{count}} permission.',
  permissions_other: 'Gives {{count}} permissions.',
  all: 'An administrator’s role: who has it manages people and what they may do.',
});

interface ChoiceProps {
  readonly label: string;
  readonly value: readonly string[];
  readonly error?: string | undefined;
  readonly onChange: (roleIds: string[]) => void;
}

/** Chooses one role or several, as the product has it, each with a line on what it gives. */
export function RoleChoice({ label, value, error, onChange }: ChoiceProps) {
  const { roleCardinality } = useProduct();
  const roles = useAssignableRoles();
  const describe = useDescriptions();
  if (roleCardinality === 'multi') {
    return (
      <Checkbox.Group label={label} value={[...value]} error={error} onChange={onChange}>
        <Stack gap="xs" mt="xs">
          {roles.map((role) => (
            <Checkbox key={role.id} value={role.id} label={role.name} description={describe(role)} />
          ))}
        </Stack>
      </Checkbox.Group>
    );
  }
  return (
    <Radio.Group label={label} value={value[0] ?? null} error={error} onChange={(roleId) => onChange([roleId])}>
      <Stack gap="xs" mt="xs">
        {roles.map((role) => (
          <Radio key={role.id} value={role.id} label={role.name} description={describe(role)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** What a role gives, in a line. One that gives nothing says so (ID-23), and so does an administrator's. */
function useDescriptions(): (role: Role) => string {
  const say = useWords();
  return ({ description, grants }) => {
    const count = Object.keys(grants).length;
    const said = description || say('permissions', { count });
    if (count === 0) return say('nothing');
    return grants['members:edit'] ? `${said} ${say('all')}` : said;
  };
}
