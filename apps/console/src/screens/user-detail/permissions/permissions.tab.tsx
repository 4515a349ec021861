import { Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useProduct } from '../../../app/product.js';
import { useCatalogue } from '../../../parts/catalogue.js';
import { Empty } from '../../../parts/empty.js';
import { Problem } from '../../../parts/problem.js';
import { Chip } from '../../../parts/role-chips.js';
import { useScopeWords } from '../../../parts/scope.words.js';
import { When } from '../../../parts/when.js';
import type { Member } from '../profile/profile.tab.js';
import { Ask } from './ask.js';
import { usePermissionWords } from './permissions.words.js';

type Effective = components['schemas']['EffectivePermission'];
type Source = components['schemas']['PermissionSource'];

/** What somebody may do, by feature, and what each comes from; and the question whether they can do one thing. */
export function PermissionsTab({ member }: { member: Member }) {
  const say = usePermissionWords();
  const { features } = useCatalogue();
  const { data, error } = useQuery({
    queryKey: ['members', member.id, 'permissions'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/members/{memberId}/permissions', { params: { path: { memberId: member.id } }, signal })),
    meta: { shows: ['permissions', 'member', 'role', 'project', 'team'] },
  });
  const held = new Map(data?.permissions.map((each) => [each.permission, each]));
  const groups = features
    .map(({ key, label, actions }) => ({
      key,
      label,
      rows: actions.flatMap(({ permission, name }) => {
        const effective = held.get(permission);
        return effective ? [{ name, effective }] : [];
      }),
    }))
    .filter(({ rows }) => rows.length > 0);
  return (
    <Stack gap="lg">
      <Ask member={member} />
      <Title order={2}>{say('title')}</Title>
      <Problem error={error} />
      {!data && !error && <Skeleton h={200} role="status" aria-label={say('loading')} />}
      {data && groups.length === 0 && <Empty title={say('none')}>{say('noneWhy')}</Empty>}
      {groups.map(({ key, label, rows }) => (
        <section key={key} aria-labelledby={`feature-${key}`}>
          <Title order={3} id={`feature-${key}`} mb={4}>
            {label}
          </Title>
          <Table layout="fixed" verticalSpacing={6}>
            <Table.Tbody>
              {rows.map(({ name, effective }) => (
                <Row key={effective.permission} name={name} effective={effective} />
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </Stack>
  );
}

function Row({ name, effective: { permission, scope, until, sources } }: { name: string; effective: Effective }) {
  const say = usePermissionWords();
  const sayScope = useScopeWords();
  const { action } = useCatalogue();
  return (
    <Table.Tr>
      <Table.Th w="45%" fw={400}>
        {name}
        {action(permission)?.kind === 'scoped' && (
          <Text size="xs" c="dimmed">
            {say('scope', { scope: scope.map(sayScope).join(', ') })}
          </Text>
        )}
        {until && (
          <Text size="xs" c="dimmed">
            {say('until')} <When at={until} />
          </Text>
        )}
      </Table.Th>
      <Table.Td>
        <Group gap={4}>
          {sources.map((source, at) => (
            <SourceChip key={at} source={source} />
          ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function SourceChip({ source: { kind, name = '' } }: { source: Source }) {
  const say = usePermissionWords();
  const { labels } = useProduct();
  const label = kind === 'accountOwner' ? labels.owner : (labels.agentAccess ?? '');
  return <Chip>{say(kind, { name, label })}</Chip>;
}
