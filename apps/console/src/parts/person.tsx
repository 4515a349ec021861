import { Group, Stack, Text } from '@mantine/core';
import { Initials } from './initials.js';

interface Named {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** How a person is called; those who have told no name yet, by their address. */
export const nameOf = ({ firstName, lastName, email }: Named): string =>
  [firstName, lastName].filter(Boolean).join(' ') || email;

/** A person in a row: initials in a colour that is always the same for this name, the name and the address. */
export function Person({ person, children }: { person: Named; children?: React.ReactNode }) {
  const name = nameOf(person);
  return (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <Initials name={name} />
      <Stack gap={0} miw={0}>
        <Text truncate>{children ?? name}</Text>
        {name !== person.email && (
          <Text size="xs" c="dimmed" truncate>
            {person.email}
          </Text>
        )}
      </Stack>
    </Group>
  );
}
