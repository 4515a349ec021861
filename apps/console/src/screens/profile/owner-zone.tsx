import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import { accountQuery, useAccount } from '../../app/account.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { Facts } from '../../parts/facts.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { ZoneSelect } from '../../parts/zone-select.js';
import { useWords } from './profile.words.js';

/** The account's time zone, in products that have it in the owner's profile and nowhere else (ID-47). */
export function OwnerZone() {
  const say = useWords();
  const product = useProduct();
  const { timeZone } = useAccount();
  const [opened, setOpened] = useState(false);
  if (product.timeZone !== 'ownerProfile' || timeZone === undefined) return null;
  return (
    <Section
      title={say('zoneOfAccount')}
      note={say('zoneWhy')}
      actions={
        <Button variant="default" size="xs" onClick={() => setOpened(true)}>
          {say('changeZone')}
        </Button>
      }
    >
      <Facts facts={[[say('timeZone'), timeZone]]} />
      <Dialog opened={opened} onClose={() => setOpened(false)} title={say('zoneOfAccount')}>
        <ZoneForm present={timeZone} onDone={() => setOpened(false)} />
      </Dialog>
    </Section>
  );
}

function ZoneForm({ present, onDone }: { present: string; onDone: () => void }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const [zone, setZone] = useState<string | null>(present);
  const save = useMutation({
    mutationFn: (timeZone: string) => api.PATCH('/v1/account', { body: { timeZone } }),
    onSuccess: async () => {
      await queries.invalidateQueries(accountQuery);
      notices.saved();
      onDone();
    },
  });
  return (
    <Stack gap="sm">
      <ZoneSelect label={say('timeZone')} value={zone} onChange={setZone} data-autofocus />
      <Problem error={save.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          {say('cancel')}
        </Button>
        <Button loading={save.isPending} disabled={!zone} onClick={() => zone && save.mutate(zone)}>
          {say('save')}
        </Button>
      </Group>
    </Stack>
  );
}
