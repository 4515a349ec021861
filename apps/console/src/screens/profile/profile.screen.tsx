import { Stack } from '@mantine/core';
import { useMay } from '../../app/session.js';
import { NoPermission } from '../../parts/no-permission.js';
import { Page } from '../../parts/page.js';
import { Addresses } from './addresses.js';
import { Authentication } from './authentication.js';
import { Connections } from './connections.js';
import { Details } from './details.js';
import { OwnerZone } from './owner-zone.js';
import { Sessions } from './sessions.js';
import { useWords } from './profile.words.js';

/** The person's own page (ID-35, UI-16), for those who may see it (ID-43). */
export function ProfileScreen() {
  const say = useWords();
  const may = useMay();
  if (!may('self:view')) return <NoPermission title={say('title')} permission="self:view" />;
  return (
    <Page title={say('title')}>
      <Stack gap="lg" maw={800}>
        <Details />
        <OwnerZone />
        <Authentication />
        <Sessions />
        <Connections />
        <Addresses />
      </Stack>
    </Page>
  );
}
