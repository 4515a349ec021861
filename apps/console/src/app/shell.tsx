import { AppShell, Burger, Button, Group, Menu, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { api } from '../api/client.js';
import { brand } from './brand.js';
import { destinations } from './navigation.js';
import { useMay, useMe } from './session.js';
import { words } from './words.js';

const useWords = words('shell', {
  menu: 'Menu',
  pages: 'Pages',
  home: 'Start',
  signOut: 'Sign out',
  account: 'Account {{name}}',
});

/** The frame of all pages for people who are signed in. */
export function Shell() {
  const say = useWords();
  const may = useMay();
  const { account } = useMe();
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="lg"
    >
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
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
          .filter(({ needs }) => !needs || needs.some(may))
          .map(({ to, word }) => (
            <NavLink key={to} component={Link} to={to} label={say(word)} onClick={close} />
          ))}
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function UserMenu() {
  const say = useWords();
  const { user } = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => api.DELETE('/v1/sessions/current'),
    onSuccess: async () => {
      await navigate({ to: '/console/sign-in' });
      queries.clear();
    },
  });
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-md">
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Item onClick={() => signOut.mutate()}>{say('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
