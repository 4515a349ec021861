import { Code, Text } from '@mantine/core';
import { words } from '../app/words.js';
import { Page } from './page.js';

const useWords = words('no-permission', {
  missing: 'You may not see this page. It takes the permission',
  ask: 'Ask an administrator of the account.',
});

/** Stands in place of a page that the person may not see, and came to by its address. */
export function NoPermission({ title, permission }: { title: string; permission: string }) {
  const say = useWords();
  return (
    <Page title={title}>
      <Text>
        {say('missing')} <Code>{permission}</Code>. {say('ask')}
      </Text>
    </Page>
  );
}
