import '@mantine/notifications/styles.css';
import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { AccountChangedDialog } from './account-changed.js';
import { brand } from './brand.js';
import { ConsentDialog } from './consent.js';
import { useRefusals } from './faults.js';
import { followEvents } from './live.js';
import { useDestinations } from './navigation.js';
import { InFrame } from './plain-page.js';
import { ProofDialog } from './proof.js';
import { SuspensionBanner } from './suspension.js';
import { Search } from './search.js';
import { useMe } from './session.js';
import { UserMenu } from './user-menu.js';
import { useWords } from './shell.words.js';

/** The frame of all pages for people who are signed in. */
export function Shell() {
  const say = useWords();
  const destinations = useDestinations();
  const { account } = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { href, pathname } = useLocation();
  const [opened, { toggle, close }] = useDisclosure();
  useEffect(() => followEvents(queries, account.id), [queries, account.id]);
  useRefusals(['session.required'], () => void navigate({ to: '/console/sign-in', search: { next: href } }));
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="lg"
      transitionDuration={0}
    >
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={say('menu')}
              aria-expanded={opened}
            />
            <Text fw={600}>{brand.name}</Text>
            <Text c="dimmed" truncate aria-label={say('account', { name: account.name })}>
              {account.name}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap" flex="0 1 auto" miw={0}>
            <Search />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={say('pages')}>
        {destinations.map(({ to, word }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            activeOptions={{ exact: to === '/console' }}
            label={say(word)}
            active={pathname === to || (to !== '/console' && pathname.startsWith(`${to}/`))}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main>
        <Offline />
        <SuspensionBanner />
        <InFrame value>
          <Outlet />
        </InFrame>
      </AppShell.Main>
      <Notifications position="bottom-right" />
      <ProofDialog />
      <ConsentDialog />
      <AccountChangedDialog />
    </AppShell>
  );
}

/** Says that nothing new can be seen, while that is so. */
function Offline() {
  const say = useWords();
  const { online } = useNetwork();
  if (online) return null;
  return (
    <Text role="status" c="dimmed" mb="md">
      {say('offline')}
    </Text>
  );
}
