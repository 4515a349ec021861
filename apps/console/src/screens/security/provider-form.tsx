import { Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { SecretInput } from '../../app/secret-input.js';
import { useMe } from '../../app/session.js';
import { FormEnd } from '../../parts/form-end.js';
import { Copyable } from '../../parts/copyable.js';
import { RoleChoice } from './role-choice.js';
import type { Provider } from './security.queries.js';
import { useWords } from './security.words.js';

const KINDS = ['google', 'okta', 'microsoft', 'generic'] as const satisfies readonly Provider['kind'][];

interface Props {
  /** The one to edit; undefined for a new one. */
  readonly provider: Provider | undefined;
  readonly onSaved: (provider: Provider) => void;
  readonly onCancel: () => void;
}

const startOf = (provider: Provider | undefined) => ({
  kind: provider?.kind ?? ('google' as Provider['kind']),
  name: provider?.name ?? '',
  issuer: provider?.issuer ?? '',
  clientId: provider?.clientId ?? '',
  clientSecret: '',
  enforced: provider?.enforced ?? false,
  provisions: provider?.provisions ?? false,
  roleIds: provider?.roleIds ?? [],
  trustsSecondFactor: provider?.trustsSecondFactor ?? false,
  trustsAddresses: provider?.trustsAddresses ?? false,
});
type Said = ReturnType<typeof startOf>;

/** Sets up an identity provider, or changes one. What it is (kind, issuer) never changes. */
export function ProviderForm({ provider, onSaved, onCancel }: Props) {
  const say = useWords();
  const notices = useNotices();
  const form = useForm({ initialValues: startOf(provider) });
  const save = useMutation({
    mutationFn: (said: Said) => (provider ? change(provider, said) : create(said)),
    onSuccess: (made) => {
      notices.saved();
      onSaved(made);
    },
  });
  const { kind } = form.values;
  return (
    <form onSubmit={form.onSubmit((said) => save.mutate(said))}>
      <Stack gap="sm">
        {!provider && (
          <Select
            label={say('kind')}
            data={KINDS.map((one) => ({ value: one, label: say(one) }))}
            allowDeselect={false}
            data-autofocus
            {...form.getInputProps('kind')}
          />
        )}
        <TextInput
          label={say('name')}
          description={say('providerNameHint')}
          required
          maxLength={80}
          {...form.getInputProps('name')}
        />
        {!provider && kind !== 'google' && (
          <TextInput
            label={say('issuer')}
            description={say(kind === 'microsoft' ? 'issuerHintMicrosoft' : 'issuerHint')}
            type="url"
            required
            maxLength={500}
            {...form.getInputProps('issuer')}
          />
        )}
        <TextInput
          label={say('clientId')}
          required
          maxLength={500}
          autoComplete="off"
          {...form.getInputProps('clientId')}
        />
        <SecretInput
          label={say('clientSecret')}
          description={provider && say('secretKept')}
          required={!provider}
          maxLength={2_000}
          autoComplete="off"
          {...form.getInputProps('clientSecret')}
        />
        {provider && <Copyable value={provider.redirectUri} label={say('redirectUri')} />}
        <Trust form={form} isNew={!provider} />
        <FormEnd act={say('save')} sent={save} isUnsaved={form.isDirty()} onCancel={onCancel} />
      </Stack>
    </form>
  );
}

/** What the provider's word is good for. */
function Trust({ form, isNew }: { form: UseFormReturnType<Said>; isNew: boolean }) {
  const say = useWords();
  const { account, member } = useMe();
  const isOwner = account.ownerMemberId === member.id;
  const checked = { type: 'checkbox' } as const;
  return (
    <>
      {!isNew && (
        <Switch label={say('enforced')} description={say('enforcedWhy')} {...form.getInputProps('enforced', checked)} />
      )}
      <Switch
        label={say('provisions')}
        description={say('provisionsWhy')}
        {...form.getInputProps('provisions', checked)}
      />
      {form.values.provisions && <RoleChoice label={say('provisionedRoles')} {...form.getInputProps('roleIds')} />}
      <Switch
        label={say('trustsSecondFactor')}
        description={say('trustsSecondFactorWhy')}
        {...form.getInputProps('trustsSecondFactor', checked)}
      />
      {isOwner && (
        <Switch
          label={say('trustsAddresses')}
          description={say('trustsAddressesWhy')}
          {...form.getInputProps('trustsAddresses', checked)}
        />
      )}
    </>
  );
}

const create = ({ issuer, enforced: _notYet, ...said }: Said): Promise<Provider> =>
  bodyOf(
    api.POST('/v1/sso-connections', { body: { ...said, ...(said.kind !== 'google' && { issuer: issuer.trim() }) } }),
  );

/** Sends only what is another value now: nobody answers for what they have not touched. */
function change(provider: Provider, { kind: _kind, issuer: _issuer, clientSecret, ...said }: Said): Promise<Provider> {
  const before = startOf(provider);
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before[name as keyof Said]);
  const changed = Object.fromEntries(Object.entries(said).filter(differs));
  return bodyOf(
    api.PATCH('/v1/sso-connections/{connectionId}', {
      params: { path: { connectionId: provider.id } },
      body: { ...changed, ...(clientSecret && { clientSecret }) },
    }),
  );
}
