import '@mantine/notifications/styles.css';
import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { AccountChangedDialog } from './account-changed.js';
import { brand } from './brand.js';
import { useRefusals } from './faults.js';
import { followEvents } from './live.js';
import { destinations } from './navigation.js';
import { useProduct } from './product.js';
import { ProofDialog } from './proof.js';
import { useMay, useMe } from './session.js';
import { UserMenu } from './user-menu.js';
import { words } from './words.js';

const useWords = words('shell', {
  menu: 'Menu',
  pages: 'Pages',
  home: 'Start',
  users: 'Users',
  roles: 'Roles',
  teams: 'Teams',
  security: 'Security',
  audit: 'Audit',
  mails: 'Mails',
  accountPage: 'Account',
  account: 'Account {{name}}',
  offline: 'You are offline. What you see may be old, and nothing can be saved.',
});

/** The frame of all pages for people who are signed in. */
export function Shell() {
  const say = useWords();
  const may = useMay();
  const product = useProduct();
  const { account } = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { online } = useNetwork();
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
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={say('pages')}>
        {destinations
          .filter(({ needs, has }) => (!needs || needs.some(may)) && (!has || has(product)))
          .map(({ to, word }) => (
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
        {!online && (
          <Text role="status" c="dimmed" mb="md">
            {say('offline')}
          </Text>
        )}
        <Outlet />
      </AppShell.Main>
      <Notifications position="bottom-right" />
      <ProofDialog />
      <AccountChangedDialog />
    </AppShell>
  );
}
