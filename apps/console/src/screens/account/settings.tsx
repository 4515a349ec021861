import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import { accountQuery, useAccount } from '../../app/account.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { meQuery, useMay } from '../../app/session.js';
import { FormEnd } from '../../parts/form-end.js';
import { Facts } from '../../parts/facts.js';
import { Section } from '../../parts/section.js';
import { When } from '../../parts/when.js';
import { ZoneSelect } from '../../parts/zone-select.js';
import { useWords } from './account.words.js';

/** Name and time zone; the latter where it is the account's and not the owner's (ID-47). */
export function Settings() {
  const say = useWords();
  const may = useMay();
  const hasZone = useProduct().timeZone === 'accountSettings';
  const { name, timeZone, createdAt } = useAccount();
  const [opened, setOpened] = useState(false);
  return (
    <Section
      title={say('settings')}
      actions={
        may('settings:edit') && (
          <Button variant="default" size="xs" onClick={() => setOpened(true)}>
            {say('edit')}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          [say('name'), name],
          ...(hasZone ? [[say('timeZone'), timeZone] as const] : []),
          [say('opened'), <When key="opened" at={createdAt} timeZone={timeZone} />],
        ]}
      />
      <Dialog opened={opened} onClose={() => setOpened(false)} title={say('edit')}>
        <SettingsForm hasZone={hasZone} onDone={() => setOpened(false)} />
      </Dialog>
    </Section>
  );
}

function SettingsForm({ hasZone, onDone }: { hasZone: boolean; onDone: () => void }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const { name, timeZone } = useAccount();
  const form = useForm({ initialValues: { name, timeZone: timeZone ?? null } });
  const save = useMutation({
    mutationFn: (body: { name: string; timeZone?: string }) => api.PATCH('/v1/account', { body }),
    onSuccess: async () => {
      await Promise.all([queries.invalidateQueries(accountQuery), queries.invalidateQueries(meQuery)]);
      notices.saved();
      onDone();
    },
  });
  const submit = form.onSubmit((said) =>
    save.mutate({ name: said.name.trim(), ...(hasZone && said.timeZone && { timeZone: said.timeZone }) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label={say('name')} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
        {hasZone && (
          <ZoneSelect label={say('timeZone')} description={say('timeZoneWhy')} {...form.getInputProps('timeZone')} />
        )}
        <FormEnd act={say('save')} sent={save} isUnsaved={form.isDirty()} onCancel={onDone} />
      </Stack>
    </form>
  );
}
