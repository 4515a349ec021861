import { Stack } from '@mantine/core';
import { useMe } from '../../app/session.js';
import { Page } from '../../parts/page.js';
import { useWords } from './account.words.js';
import { MyAccounts } from './my-accounts.js';
import { Ownership } from './ownership.js';
import { Settings } from './settings.js';
import { Validation } from './validation.js';

/** The account: its name, its owner, and the person's other accounts. */
export function AccountScreen() {
  const say = useWords();
  const { account, member } = useMe();
  const isOwner = account.ownerMemberId === member.id;
  return (
    <Page title={say('title')}>
      <Stack gap="lg" maw={800}>
        <Settings />
        {isOwner && <Validation />}
        {isOwner && <Ownership />}
        <MyAccounts />
      </Stack>
    </Page>
  );
}
