import { Checkbox, Stack, Text } from '@mantine/core';
import { useMay } from '../../../app/session.js';
import { useCatalogue } from '../../../parts/catalogue.js';
import { useWords } from '../new-user.words.js';

interface Props {
  readonly value: readonly string[];
  readonly onChange: (permissions: string[]) => void;
}

/** The permissions of the account, to tick: those that the person who is signed in can give (ID-19). */
export function PermissionTicks({ value, onChange }: Props) {
  const say = useWords();
  const may = useMay();
  const { features } = useCatalogue();
  const groups = features
    .map(({ key, label, actions }) => ({
      key,
      label,
      actions: actions.filter(
        ({ grantable, level, kind, permission }) =>
          grantable && level === 'account' && kind === 'toggle' && may(permission),
      ),
    }))
    .filter(({ actions }) => actions.length > 0);
  return (
    <Checkbox.Group
      label={say('permissions')}
      description={say('permissionsWhy')}
      value={[...value]}
      onChange={onChange}
    >
      <Stack gap="sm" mt="xs">
        {groups.map(({ key, label, actions }) => (
          <Stack key={key} gap={6}>
            <Text fw={600}>{label}</Text>
            {actions.map(({ permission, name }) => (
              <Checkbox key={permission} value={permission} label={name} />
            ))}
          </Stack>
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
