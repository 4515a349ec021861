import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';

type Fact = readonly [label: string, value: ReactNode];

/** What is known of one thing: a label and a value in each line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{ display: 'grid', gridTemplateColumns: 'min(200px, 38%) minmax(0, 1fr)', gap: '8px 16px' }}
    >
      {facts.map(([label, value]) => (
        <Box key={label} style={{ display: 'contents' }}>
          <Text component="dt" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} miw={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Box>
      ))}
    </Box>
  );
}
