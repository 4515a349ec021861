import { Group, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { brand } from '../app/brand.js';

interface Props {
  readonly title: string;
  /** What can be done on this page, at its right. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page inside the frame: its title, also in the window's, its actions, and what it shows. */
export function Page({ title, actions, children }: Props) {
  useDocumentTitle(`${title} · ${brand.name}`);
  return (
    <Stack gap="md" maw={1200}>
      <Group justify="space-between" mih={36}>
        {/* Where the focus goes when what had it is gone. */}
        <Title order={1} tabIndex={-1}>
          {title}
        </Title>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </Stack>
  );
}
