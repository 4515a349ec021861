import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly state: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** One way to prove who one is: what it is called, how it stands, and what can be done about it. */
export function Factor({ title, state, actions, children }: Props) {
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Stack gap={0} maw={560} flex="1 1 240px">
          <Title order={3}>{title}</Title>
          <Text component="div" c="dimmed">
            {state}
          </Text>
        </Stack>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </Stack>
  );
}
