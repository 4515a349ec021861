import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../../api/client.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { useUnsaved } from '../../../parts/unsaved.js';
import { ButtonLink } from '../../../parts/links.js';
import { Problem } from '../../../parts/problem.js';
import { SeatMeter, useSeats } from '../../../parts/seats.js';
import { useMembersChanged } from '../../users/members.js';
import { useWords } from '../new-user.words.js';
import { Details } from './details.js';
import { bodyFrom, useFormRules, INITIAL, type Values } from './form.js';
import { Contact, EmailInformation } from './sections.js';

interface Props {
  /** The consent that was given before the form, where one was needed. */
  readonly consentId: string | undefined;
}

/** Creates somebody with a form: its sections are those of the account's product (ID-13, ID-19, ID-21). */
export function CreateForm({ consentId }: Props) {
  const say = useWords();
  const product = useProduct();
  const { labels, provisioning, recordScopes } = product;
  const { tell } = useNotices();
  const navigate = useNavigate();
  const changed = useMembersChanged();
  const seats = useSeats('users');
  const form = useForm<Values>({
    initialValues: { ...INITIAL, withPassword: provisioning.mode === 'password' },
    validate: useFormRules(),
  });
  const { values } = form;
  const { saved, question } = useUnsaved(form.isDirty());
  const create = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/v1/members', { body: { ...bodyFrom(values, product), ...(consentId && { consentId }) } })),
    onSuccess: async ({ member }) => {
      saved();
      await changed();
      const name = `${values.firstName} ${values.lastName}`.trim();
      const isInvited = values.withPassword && member.status === 'invited';
      tell(say(isInvited ? 'createdInvited' : 'created', { name }));
      await navigate({ to: '/console/users/$memberId', params: { memberId: member.id } });
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit(() => create.mutate())}>
      <Stack gap="lg" maw={640}>
        <Contact form={form} />
        {recordScopes && <EmailInformation form={form} />}
        <Details form={form} />
        {seats && <SeatMeter pool={seats} wanted={1} />}
        <Problem error={create.error} />
        {question}
        <Group gap="xs">
          <Button type="submit" loading={create.isPending}>
            {labels.inviteSubmit}
          </Button>
          <ButtonLink variant="default" to="/console/users">
            {say('cancel')}
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  );
}
