import { Fieldset } from '@mantine/core';
import type { ReactNode } from 'react';

const LEGEND = { legend: { fontWeight: 600, fontSize: 'var(--mantine-font-size-lg)' } };

/** A part of the form under a heading of its own. */
export function FormSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Fieldset legend={title} variant="unstyled" m={0} styles={LEGEND}>
      {children}
    </Fieldset>
  );
}
