import { Button, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { Dialog } from '../../app/dialog.js';
import { useNotices } from '../../app/notice.js';
import { useMay } from '../../app/session.js';
import { Waiting } from '../../app/states.js';
import { Facts } from '../../parts/facts.js';
import { FormEnd } from '../../parts/form-end.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { detailsQuery, type BillingDetails } from './billing.js';
import { useWords } from './billing.words.js';

const NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** What the browser has a name for, and is no country. */
const NO_COUNTRIES = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'];

const COUNTRIES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
  .filter((code) => !NO_COUNTRIES.includes(code))
  .flatMap((value) => {
    const label = NAMES.of(value);
    return label ? [{ value, label }] : [];
  })
  .sort((one, other) => one.label.localeCompare(other.label));

/** To whom bills are written. */
export function Details() {
  const say = useWords();
  const may = useMay();
  const { data, error } = useQuery(detailsQuery);
  const [opened, setOpened] = useState(false);
  return (
    <Section
      title={say('details')}
      note={say('detailsWhy')}
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
      {!data && !error && <Waiting />}
      {data && (
        <>
          {data.company === null ? <Text c="dimmed">{say('detailsNone')}</Text> : <Said details={data} />}
          <Dialog opened={opened} onClose={() => setOpened(false)} title={say('details')}>
            <DetailsForm details={data} onDone={() => setOpened(false)} />
          </Dialog>
        </>
      )}
    </Section>
  );
}

function Said({ details: { company, address, country, vatId, reference, email } }: { details: BillingDetails }) {
  const say = useWords();
  return (
    <Facts
      facts={[
        [say('company'), company],
        [
          say('address'),
          <Text key="address" span style={{ whiteSpace: 'pre-line' }}>
            {address}
          </Text>,
        ],
        [say('country'), country && (NAMES.of(country) ?? country)],
        ...(vatId ? [[say('vatId'), vatId] as const] : []),
        ...(reference ? [[say('reference'), reference] as const] : []),
        ...(email ? [[say('billsEmail'), email] as const] : []),
      ]}
    />
  );
}

function DetailsForm({ details, onDone }: { details: BillingDetails; onDone: () => void }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const { company, address, country, vatId, reference, email } = details;
  const form = useForm({
    initialValues: {
      company: company ?? '',
      address: address ?? '',
      country,
      vatId: vatId ?? '',
      reference: reference ?? '',
      email: email ?? '',
    },
  });
  const save = useMutation({
    mutationFn: (said: typeof form.values) => {
      const optional = { vatId: said.vatId.trim(), reference: said.reference.trim(), email: said.email.trim() };
      const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== ''));
      const body = {
        company: said.company.trim(),
        address: said.address.trim(),
        country: said.country ?? '',
        ...present,
      };
      return bodyOf(api.PUT('/v1/billing/details', { body }));
    },
    onSuccess: (now) => {
      queries.setQueryData(detailsQuery.queryKey, now);
      notices.saved();
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit((said) => save.mutate(said))}>
      <Stack gap="sm">
        <TextInput label={say('company')} required maxLength={200} data-autofocus {...form.getInputProps('company')} />
        <Textarea
          label={say('address')}
          required
          autosize
          minRows={3}
          maxLength={500}
          {...form.getInputProps('address')}
        />
        <Select label={say('country')} required searchable data={COUNTRIES} {...form.getInputProps('country')} />
        <TextInput label={say('vatId')} maxLength={30} {...form.getInputProps('vatId')} />
        <TextInput
          label={say('reference')}
          description={say('referenceWhy')}
          maxLength={100}
          {...form.getInputProps('reference')}
        />
        <TextInput label={say('billsEmail')} type="email" maxLength={320} {...form.getInputProps('email')} />
        <FormEnd act={say('save')} sent={save} isUnsaved={form.isDirty()} onCancel={onDone} />
      </Stack>
    </form>
  );
}
