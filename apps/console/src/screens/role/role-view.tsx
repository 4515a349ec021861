import { Alert, Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCheck } from '@tabler/icons-react';
import { catalogueQuery } from '../../app/catalogue.js';
import { grantsNothing, type Role } from '../../app/roles.js';
import { useScopeWords } from '../../app/scope.words.js';
import { Problem } from '../../parts/problem.js';
import { RoleIcon } from '../../parts/role-icon.js';
import { grantableOf, scopeOf } from './grants.js';
import { useWords } from './role.words.js';

/** What a role grants, by feature, for who cannot change it (RP-06, UI-11). */
export function RoleView({ role }: { role: Role }) {
  const say = useWords();
  const sayScope = useScopeWords();
  const { data, error } = useQuery(catalogueQuery);
  const granted = grantableOf(data?.features ?? []).flatMap((feature) => {
    const actions = feature.actions.filter(({ permission }) => role.grants[permission] !== undefined);
    return actions.length > 0 ? [{ ...feature, actions }] : [];
  });
  return (
    <Stack gap="lg">
      <Group gap="xs" wrap="nowrap" maw={720} align="flex-start">
        <RoleIcon name={role.icon} />
        <Text>{role.description}</Text>
      </Group>
      {role.kind === 'system' && <Text c="dimmed">{say('system')}</Text>}
      {grantsNothing(role) && (
        <Alert color="yellow" variant="light" p="sm" maw={560}>
          {say('grantsNothing')}
        </Alert>
      )}
      <Anchor href="/console/permissions" target="_blank" w="fit-content">
        {say('explained')}
      </Anchor>
      <Problem error={error} />
      {!data && !error && <Skeleton height={320} role="status" aria-label={say('loading')} />}
      <div style={{ columns: '280px', columnGap: 32 }}>
        {granted.map(({ key, label, actions }) => (
          <Stack key={key} component="section" gap={4} pb="lg" aria-label={label} style={{ breakInside: 'avoid' }}>
            <Title order={2} size="h3">
              {label}
            </Title>
            <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
              {actions.map(({ permission, name, kind }) => (
                <Group key={permission} component="li" gap={6} wrap="nowrap">
                  <IconCheck size={16} aria-hidden style={{ flexShrink: 0 }} />
                  <Text>{kind === 'scoped' ? `${name}: ${sayScope(scopeOf(role.grants, permission))}` : name}</Text>
                </Group>
              ))}
            </Stack>
          </Stack>
        ))}
      </div>
    </Stack>
  );
}
