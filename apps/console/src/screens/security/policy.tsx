import { Button, NumberInput, Skeleton, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { useMay } from '../../app/session.js';
import { FormEnd } from '../../parts/form-end.js';
import { Facts } from '../../parts/facts.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { policyQuery, type Policy as Asked } from './security.queries.js';
import { useWords } from './security.words.js';

/** What the account asks of everybody who signs in (SC-01, SC-09). */
export function Policy() {
  const say = useWords();
  const may = useMay();
  const { features } = useProduct();
  const { data, error } = useQuery(policyQuery);
  const [opened, setOpened] = useState(false);
  const isOn = (on: boolean) => say(on ? 'on' : 'off');
  return (
    <Section
      title={say('policy')}
      note={say('policyNote')}
      actions={
        data &&
        may('security:edit') && (
          <Button variant="default" size="xs" onClick={() => setOpened(true)} aria-label={say('editPolicy')}>
            {say('edit')}
          </Button>
        )
      }
    >
      <Problem error={error} />
      {!data && !error && <Skeleton height={96} />}
      {data && (
        <Facts
          facts={[
            [say('secondFactor'), isOn(data.secondFactorRequired)],
            ...(features.ipRestrictions ? [[say('ipRestrictions'), isOn(data.ipRestrictions)] as const] : []),
            [say('sessionHours'), say('hours', { count: data.sessionHours })],
            [say('idle'), say('minutes', { count: data.idleMinutes })],
          ]}
        />
      )}
      <Dialog opened={opened} onClose={() => setOpened(false)} title={say('editPolicy')}>
        {data && <PolicyForm present={data} onDone={() => setOpened(false)} />}
      </Dialog>
    </Section>
  );
}

function PolicyForm({ present, onDone }: { present: Asked; onDone: () => void }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const { features } = useProduct();
  const form = useForm({ initialValues: { ...present } });
  const save = useMutation({
    mutationFn: ({ ipRestrictions, ...rest }: Asked) =>
      api.PATCH('/v1/settings/security', { body: { ...rest, ...(features.ipRestrictions && { ipRestrictions }) } }),
    onSuccess: async () => {
      await queries.invalidateQueries(policyQuery);
      notices.saved();
      onDone();
    },
  });
  const checked = { type: 'checkbox' } as const;
  return (
    <form onSubmit={form.onSubmit((asked) => save.mutate(asked))}>
      <Stack gap="md">
        <Switch
          label={say('secondFactor')}
          description={say('secondFactorWhy')}
          data-autofocus
          {...form.getInputProps('secondFactorRequired', checked)}
        />
        {features.ipRestrictions && (
          <Switch
            label={say('ipRestrictions')}
            description={say('ipRestrictionsWhy')}
            {...form.getInputProps('ipRestrictions', checked)}
          />
        )}
        <NumberInput
          label={say('sessionHoursField')}
          min={1}
          max={720}
          allowDecimal={false}
          {...form.getInputProps('sessionHours')}
        />
        <NumberInput
          label={say('idleField')}
          min={5}
          max={1_440}
          allowDecimal={false}
          {...form.getInputProps('idleMinutes')}
        />
        <FormEnd act={say('save')} sent={save} isUnsaved={form.isDirty()} onCancel={onDone} />
      </Stack>
    </form>
  );
}
