import { Button, Code, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { catalogueQuery, type CatalogueAction, type CatalogueFeature } from '../../app/catalogue.js';
import { useProduct } from '../../app/product.js';
import { Empty } from '../../parts/empty.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { useWords } from './permissions.words.js';

/** Every permission of the product with its meaning (UI-18). */
export function PermissionsScreen() {
  const say = useWords();
  const { labels } = useProduct();
  const navigate = useNavigate();
  const { q = '' } = useSearch({ from: '/console/permissions' });
  const { data, error } = useQuery(catalogueQuery);
  const look = (words: string) =>
    void navigate({ to: '/console/permissions', search: words ? { q: words } : {}, replace: true });
  const names = new Map(data?.features.flatMap(({ actions }) => actions).map((each) => [each.permission, each.name]));
  const found = data?.features.flatMap((feature) => {
    const actions = feature.actions.filter((action) => matches(feature, action, q));
    return actions.length > 0 ? [{ ...feature, actions }] : [];
  });
  return (
    <Page title={say('title')}>
      <Text maw={720}>{say('intro', { product: labels.product })}</Text>
      <TextInput
        type="search"
        label={say('search')}
        value={q}
        maw={360}
        onChange={({ currentTarget }) => look(currentTarget.value)}
      />
      <Problem error={error} />
      {!found && !error && <Skeleton height={320} role="status" aria-label={say('loading')} />}
      {found?.length === 0 && (
        <Empty title={say('nothing')}>
          <Button variant="default" onClick={() => look('')}>
            {say('clear')}
          </Button>
        </Empty>
      )}
      {found?.map((feature) => (
        <Explained key={feature.key} feature={feature} names={names} />
      ))}
    </Page>
  );
}

function matches(feature: CatalogueFeature, action: CatalogueAction, q: string): boolean {
  const text = [feature.label, action.name, action.permission, action.description].join(' ').toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The permissions of a feature. The address of the page with `#campaigns` leads to one. */
function Explained({ feature, names }: { feature: CatalogueFeature; names: ReadonlyMap<string, string> }) {
  const say = useWords();
  const { key, label, description, actions } = feature;
  const notes = ({ kind, level, grantable, implies, joinedTo }: CatalogueAction): string =>
    [
      kind === 'scoped' && say('scoped'),
      level === 'project' && say('project'),
      !grantable && say('ownerOnly'),
      joinedTo !== null && say('joinedTo', { name: names.get(joinedTo) ?? joinedTo }),
      joinedTo === null && implies !== null && say('implies', { name: names.get(implies) ?? implies }),
    ]
      .filter(Boolean)
      .join(' ');
  return (
    <Stack component="section" gap="xs" id={key} aria-labelledby={`${key}-heading`} maw={720} mt="sm">
      <Title order={2} id={`${key}-heading`}>
        {label}
      </Title>
      {description && <Text c="dimmed">{description}</Text>}
      <Stack component="dl" gap="sm" m={0}>
        {actions.map((action) => (
          <div key={action.permission}>
            <Group component="dt" gap="xs">
              <Text fw={600}>{action.name}</Text>
              <Code>{action.permission}</Code>
            </Group>
            <Text component="dd" m={0}>
              {action.description}{' '}
              <Text component="span" c="dimmed">
                {notes(action)}
              </Text>
            </Text>
          </div>
        ))}
      </Stack>
    </Stack>
  );
}
