import { Group, Stack, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** What it is about, where the title alone does not say it. */
  readonly note?: string | undefined;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Section({ title, note, actions, children }: Props) {
  const id = useId();
  return (
    <Stack component="section" gap="sm" aria-labelledby={id} pt="sm">
      <Group justify="space-between" mih={36} gap="xs">
        <Title order={2} id={id}>
          {title}
        </Title>
        <Group gap="xs">{actions}</Group>
      </Group>
      {note && <Text c="dimmed">{note}</Text>}
      {children}
    </Stack>
  );
}
