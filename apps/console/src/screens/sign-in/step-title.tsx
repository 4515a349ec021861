import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** The heading of a page state. It gets the focus, so that a screen reader hears where the sign-in stands. */
export function StepTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Title order={1} tabIndex={-1} ref={heading} style={{ outline: 'none' }}>
      {children}
    </Title>
  );
}
