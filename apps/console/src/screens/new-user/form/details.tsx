import { Checkbox, Radio, Stack, Switch } from '@mantine/core';
import { useProduct } from '../../../app/product.js';
import { MemberSelect } from '../../../parts/member-select.js';
import { RoleChoice } from '../../../parts/roles.js';
import { useWords } from '../new-user.words.js';
import { FormSection } from './form-section.js';
import { PasswordFields } from './password-fields.js';
import { PermissionTicks } from './permission-ticks.js';
import type { SectionProps } from './sections.js';

/** What they come in with, as the product has it, and how. */
export function Details({ form }: SectionProps) {
  const say = useWords();
  const { labels, roleCardinality, provisioning, lifecycle, exceptions, recordScopes, features } = useProduct();
  const { values } = form;
  return (
    <FormSection title={say('details')}>
      <Stack gap="md">
        {roleCardinality !== 'none' && (
          <RoleChoice
            label={say('role')}
            value={values.roleIds}
            error={form.errors['roleIds'] as string | undefined}
            onChange={(roleIds) => form.setFieldValue('roleIds', roleIds)}
          />
        )}
        {recordScopes && (
          <MemberSelect
            label={say('manager')}
            description={say('managerWhy')}
            value={values.managerId}
            isClearable
            onChange={(managerId) => form.setFieldValue('managerId', managerId)}
          />
        )}
        {features.agentAccess && (
          <Checkbox
            label={say('agent', { label: labels.agentAccess ?? '' })}
            description={say('agentWhy')}
            {...form.getInputProps('agentAccess', { type: 'checkbox' })}
          />
        )}
        {exceptions === 'primary' && (
          <PermissionTicks value={values.grants} onChange={(grants) => form.setFieldValue('grants', grants)} />
        )}
        {provisioning.mode === 'both' && <ComeIn form={form} />}
        {values.withPassword && <PasswordFields form={form} />}
        {lifecycle.activeSwitch && (
          <Switch
            label={say('active')}
            description={say('activeWhy')}
            {...form.getInputProps('active', { type: 'checkbox' })}
          />
        )}
      </Stack>
    </FormSection>
  );
}

function ComeIn({ form }: SectionProps) {
  const say = useWords();
  return (
    <Radio.Group
      label={say('comeIn')}
      value={form.values.withPassword ? 'password' : 'mail'}
      onChange={(way) => form.setFieldValue('withPassword', way === 'password')}
    >
      <Stack gap="xs" mt={4}>
        <Radio value="mail" label={say('byMail')} />
        <Radio value="password" label={say('byPassword')} />
      </Stack>
    </Radio.Group>
  );
}
