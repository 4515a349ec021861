import { Group, Stack, Text } from '@mantine/core';
import { Initials } from '../../parts/initials.js';
import type { Teammate } from './project.js';

/** Somebody in a row of a project's team, with the name that they have, or their address. */
export function TeammateCell({ person: { name, email } }: { person: Teammate }) {
  const shown = name || email;
  return (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <Initials name={shown} />
      <Stack gap={0} miw={0}>
        <Text truncate>{shown}</Text>
        {shown !== email && (
          <Text size="xs" c="dimmed" truncate>
            {email}
          </Text>
        )}
      </Stack>
    </Group>
  );
}
