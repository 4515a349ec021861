import { Anchor, Center, Image, Paper, Stack, Text, Title } from '@mantine/core';
import { createContext, use, useLayoutEffect, useRef, type ReactNode } from 'react';
import { brand } from './brand.js';
import { words } from './words.js';

const useWords = words('plain-page', { help: 'Help:' });

/** A page outside of the frame, for people who are not signed in, or not yet. */
export function PlainPage({ children }: { children: ReactNode }) {
  const say = useWords();
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper w="100%" maw={380}>
        <Stack gap="md">
          {brand.logoUrl ? (
            <Image src={brand.logoUrl} alt={brand.name} h={32} w="auto" maw="100%" fit="contain" />
          ) : (
            <Text fw={600}>{brand.name}</Text>
          )}
          {children}
          {brand.supportEmail && (
            <Text size="xs" c="dimmed">
              {say('help')} <Anchor href={`mailto:${brand.supportEmail}`}>{brand.supportEmail}</Anchor>
            </Text>
          )}
        </Stack>
      </Paper>
    </Center>
  );
}

/** The heading of a page state. It gets the focus, so that a screen reader hears where one is; the window is named by it. */
export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the page is seen: whoever types at once must not lose the focus to it.
  useLayoutEffect(() => {
    document.title = `${children} · ${brand.name}`;
    heading.current?.focus();
  }, [children]);
  return (
    <Title order={1} tabIndex={-1} ref={heading} style={{ outline: 'none' }}>
      {children}
    </Title>
  );
}

/** Whether the frame of the console is around a page. */
export const InFrame = createContext(false);

/** A page that says how something ended, and how to go on: inside of the frame, or by itself. */
export function TellingPage({ title, children }: { title: string; children: ReactNode }) {
  const said = (
    <Stack gap="sm">
      <PageTitle>{title}</PageTitle>
      {children}
    </Stack>
  );
  return use(InFrame) ? said : <PlainPage>{said}</PlainPage>;
}
