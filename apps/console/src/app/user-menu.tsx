import { Button, Menu, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../api/client.js';
import { accountsQuery, startAnew, useMay, useMe } from './session.js';
import { words } from './words.js';

const useWords = words('user-menu', {
  profile: 'Profile',
  accounts: 'Accounts',
  appearance: 'Appearance',
  auto: 'As the system',
  light: 'Light',
  dark: 'Dark',
  signOut: 'Sign out',
});

const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

/** Who is signed in, their other accounts, and the way out. */
export function UserMenu() {
  const say = useWords();
  const may = useMay();
  const { user, account } = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const accounts = useQuery(accountsQuery);
  const others = accounts.data?.items.filter((other) => other.account.id !== account.id) ?? [];
  const switchTo = useMutation({
    mutationFn: (accountId: string) => api.POST('/v1/sessions/current/account', { body: { accountId } }),
    onSuccess: () => location.assign('/console'),
  });
  const signOut = useMutation({
    mutationFn: () => api.DELETE('/v1/sessions/current'),
    onSuccess: async () => {
      await navigate({ to: '/console/sign-in' });
      startAnew(queries);
    },
  });
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-md" maw="45vw" flex="0 1 auto">
          <Text span inherit truncate>
            {name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        {may('self:view') && (
          <Menu.Item component={Link} to="/console/profile">
            {say('profile')}
          </Menu.Item>
        )}
        {others.length > 0 && <Menu.Label>{say('accounts')}</Menu.Label>}
        {others.map((other) => (
          <Menu.Item key={other.account.id} onClick={() => switchTo.mutate(other.account.id)}>
            {other.account.name}
          </Menu.Item>
        ))}
        <Menu.Label>{say('appearance')}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            fw={scheme === colorScheme ? 600 : undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {say(scheme)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate()}>{say('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
