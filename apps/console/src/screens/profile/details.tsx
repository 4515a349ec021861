import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useNotices } from '../../app/notice.js';
import { useProduct } from '../../app/product.js';
import { meQuery, useMay, useMe, type Me } from '../../app/session.js';
import { FormEnd } from '../../parts/form-end.js';
import { Facts } from '../../parts/facts.js';
import { nameOf } from '../../parts/person.js';
import { Section } from '../../parts/section.js';
import { ZoneSelect } from '../../parts/zone-select.js';
import { EmailDialog } from './email-dialog.js';
import { useWords } from './profile.words.js';

type EditProfile = components['schemas']['EditProfile'];

/** Name, address and what mails of this person look like. */
export function Details() {
  const say = useWords();
  const may = useMay();
  const product = useProduct();
  const { user, member } = useMe();
  const [dialog, setDialog] = useState<'details' | 'email'>();
  const close = () => setDialog(undefined);
  const hasOwnZone = product.timeZone === 'accountSettings';
  if (!member.sender) return <Text role="alert">{say('incomplete')}</Text>;
  return (
    <Section
      title={say('details')}
      actions={
        may('self:edit') && (
          <>
            <Button variant="default" size="xs" onClick={() => setDialog('details')}>
              {say('editDetails')}
            </Button>
            <Button variant="default" size="xs" onClick={() => setDialog('email')}>
              {say('changeEmail')}
            </Button>
          </>
        )
      }
    >
      <Facts
        facts={[
          [say('name'), nameOf(user)],
          [say('email'), user.email],
          [say('sender'), member.sender.name],
          [say('replyTo'), member.sender.replyTo],
          ...(hasOwnZone ? [[say('timeZone'), member.timeZone ?? say('accountZone')] as const] : []),
        ]}
      />
      <Dialog opened={dialog === 'details'} onClose={close} title={say('editDetails')}>
        <DetailsForm hasOwnZone={hasOwnZone} onDone={close} />
      </Dialog>
      <EmailDialog opened={dialog === 'email'} onClose={close} />
    </Section>
  );
}

const textsOf = ({ user, member }: Me) => ({
  firstName: user.firstName,
  lastName: user.lastName,
  emailFromName: member.emailFromName ?? '',
  replyTo: member.replyTo ?? '',
  timeZone: member.timeZone ?? null,
});

function DetailsForm({ hasOwnZone, onDone }: { hasOwnZone: boolean; onDone: () => void }) {
  const say = useWords();
  const notices = useNotices();
  const queries = useQueryClient();
  const form = useForm({ initialValues: textsOf(useMe()) });
  const save = useMutation({
    mutationFn: (body: EditProfile) => api.PATCH('/v1/me', { body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey, exact: true });
      notices.saved();
      onDone();
    },
  });
  const submit = form.onSubmit(({ emailFromName, replyTo, timeZone, ...names }) =>
    save.mutate({
      ...names,
      emailFromName: emailFromName.trim() || null,
      replyTo: replyTo.trim() || null,
      ...(hasOwnZone && { timeZone }),
    }),
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={say('firstName')}
          autoComplete="given-name"
          required
          maxLength={80}
          {...form.getInputProps('firstName')}
          data-autofocus
        />
        <TextInput
          label={say('lastName')}
          autoComplete="family-name"
          required
          maxLength={80}
          {...form.getInputProps('lastName')}
        />
        <TextInput
          label={say('sender')}
          description={say('senderHint')}
          maxLength={120}
          {...form.getInputProps('emailFromName')}
        />
        <TextInput
          label={say('replyTo')}
          description={say('replyToHint')}
          type="email"
          maxLength={320}
          {...form.getInputProps('replyTo')}
        />
        {hasOwnZone && (
          <ZoneSelect
            label={say('timeZone')}
            description={say('ownZoneHint')}
            clearable
            {...form.getInputProps('timeZone')}
          />
        )}
        <FormEnd act={say('save')} sent={save} isUnsaved={form.isDirty()} onCancel={onDone} />
      </Stack>
    </form>
  );
}
