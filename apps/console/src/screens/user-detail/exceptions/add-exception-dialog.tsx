import { Checkbox, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { choicesOf, useCatalogue } from '../../../parts/catalogue.js';
import { Confirm } from '../../../parts/confirm.js';
import { nameOf } from '../../../parts/person.js';
import { useScopeWords } from '../../../parts/scope.words.js';
import { useMembersChanged } from '../../users/members.js';
import type { Member } from '../profile/profile.tab.js';
import { useExceptionWords } from './exceptions.words.js';

type Body = components['schemas']['AddExceptionBody'];

/** Gives one member a permission, or takes one away: Visible or Not visible (RP-46). */
export function AddExceptionDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const say = useExceptionWords();
  const { features, action } = useCatalogue();
  const isPrimary = useProduct().exceptions === 'primary';
  const { inForce } = useNotices();
  const changed = useMembersChanged();
  const form = useForm({
    initialValues: {
      permission: null as string | null,
      effect: 'allow' as Body['effect'],
      scope: [] as string[],
      expiresAt: '',
      reason: '',
    },
  });
  const { permission, effect, scope, expiresAt, reason } = form.values;
  const scopes = (permission && effect === 'allow' && action(permission)?.scopes) || [];
  const save = useMutation({
    mutationFn: () =>
      api.POST('/v1/members/{memberId}/exceptions', {
        params: { path: { memberId: member.id } },
        body: {
          permission: permission ?? '',
          effect,
          ...(scopes.length > 0 && { scope: scope as NonNullable<Body['scope']> }),
          ...(expiresAt && { expiresAt: new Date(expiresAt).toISOString() }),
          ...(reason.trim() && { reason: reason.trim() }),
        },
      }),
    onSuccess: async () => {
      await changed();
      onClose();
      await inForce();
    },
  });
  return (
    <Confirm
      opened
      title={say(isPrimary ? 'addTitlePrimary' : 'addTitle', { name: nameOf(member) })}
      act={say('save')}
      isDisabled={!permission || (scopes.length > 0 && scope.length === 0)}
      busy={save.isPending}
      error={save.error}
      onConfirm={() => save.mutate()}
      onCancel={onClose}
    >
      <Select
        label={say('permission')}
        searchable
        data={choicesOf(features, ({ grantable, level }) => grantable && level === 'account')}
        {...form.getInputProps('permission')}
      />
      <Radio.Group label={say('effect')} {...form.getInputProps('effect')}>
        <Stack gap="xs" mt={4}>
          <Radio value="allow" label={say('allow')} />
          <Radio value="deny" label={say('deny')} />
        </Stack>
      </Radio.Group>
      {scopes.length > 0 && <Scopes scopes={scopes} {...form.getInputProps('scope')} />}
      <TextInput label={say('expiresAt')} type="datetime-local" {...form.getInputProps('expiresAt')} />
      <TextInput label={say('reasonField')} maxLength={500} {...form.getInputProps('reason')} />
    </Confirm>
  );
}

interface ScopesProps {
  readonly scopes: readonly string[];
  readonly value?: string[];
  readonly onChange?: (scopes: string[]) => void;
}

/** Which records an exception reaches. */
function Scopes({ scopes, ...input }: ScopesProps) {
  const say = useExceptionWords();
  const sayScope = useScopeWords();
  return (
    <Checkbox.Group label={say('scope')} {...input}>
      <Stack gap="xs" mt={4}>
        {scopes.map((scope) => (
          <Checkbox key={scope} value={scope} label={sayScope(scope)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
