import { Stack } from '@mantine/core';
import { useMay } from '../../app/session.js';
import { NoPermission } from '../../parts/no-permission.js';
import { Page } from '../../parts/page.js';
import { ApiKeys } from './api-keys.js';
import { Domains } from './domains.js';
import { Policy } from './policy.js';
import { Providers } from './providers.js';
import { useWords } from './security.words.js';

/** What signing in takes, who vouches for people, and which programs have keys. */
export function SecurityScreen() {
  const say = useWords();
  const may = useMay();
  if (!may('security:view')) return <NoPermission title={say('title')} permission="security:view" />;
  return (
    <Page title={say('title')}>
      <Stack gap="lg">
        <Policy />
        <Domains />
        <Providers />
        <ApiKeys />
      </Stack>
    </Page>
  );
}
