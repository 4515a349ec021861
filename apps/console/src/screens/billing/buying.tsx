import { Button, NumberInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { Dialog } from '../../app/dialog.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { useMay } from '../../app/session.js';
import { Facts } from '../../parts/facts.js';
import { FormEnd } from '../../parts/form-end.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { settingsQuery, type BillingSettings } from './billing.js';
import { useWords } from './billing.words.js';

/** Who besides those who may edit the billing can buy seats. Absent where none can be bought. */
export function Buying() {
  const say = useWords();
  const may = useMay();
  const pools = useSold();
  const { data, error } = useQuery({ ...settingsQuery, enabled: pools.length > 0 });
  const [opened, setOpened] = useState(false);
  if (pools.length === 0) return null;
  return (
    <Section
      title={say('buying')}
      note={say('buyingWhy')}
      actions={
        data &&
        may('billing:edit') && (
          <Button variant="default" size="xs" onClick={() => setOpened(true)}>
            {say('edit')}
          </Button>
        )
      }
    >
      <Problem error={error} />
      {data && (
        <>
          <Facts
            facts={[
              [
                say('inviters'),
                data.inviterMayBuy?.perPeriod
                  ? say('inviters', { count: data.inviterMayBuy.perPeriod })
                  : say('invitersNone'),
              ],
              ...pools.map(({ pool, label }) => {
                const upTo = data.autoBuy[pool]?.upTo ?? 0;
                return [say('auto', { label }), upTo > 0 ? say('autoUpTo', { count: upTo }) : say('autoNone')] as const;
              }),
            ]}
          />
          <Dialog opened={opened} onClose={() => setOpened(false)} title={say('buying')}>
            <BuyingForm settings={data} onDone={() => setOpened(false)} />
          </Dialog>
        </>
      )}
    </Section>
  );
}

/** The kinds of seats that can be bought. */
const useSold = () => useProduct().seatPools.filter(({ overage }) => overage === 'consent');

function BuyingForm({ settings, onDone }: { settings: BillingSettings; onDone: () => void }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const pools = useSold();
  const form = useForm({
    initialValues: {
      inviters: settings.inviterMayBuy?.perPeriod ?? 0,
      auto: Object.fromEntries(pools.map(({ pool }) => [pool, settings.autoBuy[pool]?.upTo ?? 0])),
    },
  });
  const save = useMutation({
    mutationFn: ({ inviters, auto }: typeof form.values) => {
      const autoBuy = Object.fromEntries(
        Object.entries(auto).flatMap(([pool, upTo]) => (upTo > 0 ? [[pool, { upTo }]] : [])),
      );
      const inviterMayBuy = inviters > 0 ? { perPeriod: inviters } : null;
      return bodyOf(api.PATCH('/v1/billing/settings', { body: { autoBuy, inviterMayBuy } }));
    },
    onSuccess: (now) => {
      queries.setQueryData(settingsQuery.queryKey, now);
      notices.saved();
      onDone();
    },
  });
  const number = { min: 0, max: 500, allowDecimal: false, clampBehavior: 'strict' } as const;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="sm">
        <NumberInput label={say('invitersField')} {...number} {...form.getInputProps('inviters')} />
        {pools.map(({ pool, label }) => (
          <NumberInput
            key={pool}
            label={say('autoField', { label })}
            {...number}
            {...form.getInputProps(`auto.${pool}`)}
          />
        ))}
        <FormEnd act={say('save')} sent={save} isUnsaved={form.isDirty()} onCancel={onDone} />
      </Stack>
    </form>
  );
}
