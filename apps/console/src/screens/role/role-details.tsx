import { Group, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useProduct } from '../../app/product.js';
import { rolesQuery } from '../../app/roles.js';
import { RoleIcon, roleIcons } from '../../parts/role-icon.js';
import type { Draft } from './draft.js';
import { useWords } from './role.words.js';

interface Props {
  readonly roleId: string | undefined;
  readonly draft: Draft;
  readonly nameError: string | undefined;
  readonly onChange: (draft: Draft) => void;
}

/** What a role is called, what it is for, how it looks, and which role is above it. */
export function RoleDetails({ roleId, draft, nameError, onChange }: Props) {
  const say = useWords();
  const { roleTree } = useProduct();
  const roles = useQuery(rolesQuery);
  return (
    <Stack gap="sm" maw={560}>
      <TextInput
        label={say('name')}
        value={draft.name}
        maxLength={60}
        required
        error={nameError}
        onChange={({ currentTarget }) => onChange({ ...draft, name: currentTarget.value })}
      />
      <Textarea
        label={say('description')}
        value={draft.description}
        maxLength={500}
        autosize
        minRows={2}
        onChange={({ currentTarget }) => onChange({ ...draft, description: currentTarget.value })}
      />
      {roleTree && (
        <NativeSelect
          label={say('manager')}
          description={say('managerWhy')}
          value={draft.managerRoleId ?? ''}
          onChange={({ currentTarget }) => onChange({ ...draft, managerRoleId: currentTarget.value })}
          data={(roles.data ?? [])
            .filter(({ id }) => id !== roleId)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Radio.Group label={say('icon')} value={draft.icon ?? ''} onChange={(icon) => onChange({ ...draft, icon })}>
        <Group gap={4} mt={4}>
          {roleIcons.map((name) => (
            <Radio.Card
              key={name}
              value={name}
              w={32}
              h={32}
              p={6}
              aria-label={name.replaceAll('-', ' ')}
              title={name.replaceAll('-', ' ')}
              style={
                draft.icon === name
                  ? {
                      borderColor: 'var(--mantine-primary-color-filled)',
                      background: 'var(--mantine-primary-color-light)',
                    }
                  : {}
              }
            >
              <RoleIcon name={name} />
            </Radio.Card>
          ))}
        </Group>
      </Radio.Group>
    </Stack>
  );
}
