import { Anchor, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { CatalogueAction, CatalogueFeature } from '../../app/catalogue.js';
import { ActionCell } from './action-cell.js';
import type { Comparison } from './cell-notes.js';
import { shareOf, withFeature, withGrant, type Grants } from './grants.js';
import { useWords } from './role.words.js';

interface Props extends Comparison {
  readonly feature: CatalogueFeature;
  /** Those of its permissions that are shown. The box of the feature is about all of them. */
  readonly shown: readonly CatalogueAction[];
  readonly grants: Grants;
  readonly onChange: (grants: Grants) => void;
}

/** A feature in the editor: a box for everything that it has, and one permission below the other. */
export function FeatureSection({ feature, shown, grants, onChange, ...comparison }: Props) {
  const say = useWords();
  const { key, label, group, actions } = feature;
  const share = shareOf(feature, grants);
  const granted = actions.filter(({ permission }) => grants[permission] !== undefined).length;
  return (
    <Stack component="section" gap={6} aria-label={label} pb="lg" style={{ breakInside: 'avoid' }}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Checkbox
          fw={600}
          label={group && group !== label ? `${group}: ${label}` : label}
          aria-label={say('whole', { feature: label })}
          checked={share === 'all'}
          indeterminate={share === 'some'}
          onChange={() => onChange(withFeature(feature, share !== 'all', grants))}
        />
        <Group gap={4} wrap="nowrap">
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {say('granted', { granted, count: actions.length })}
          </Text>
          <Anchor
            href={`/console/permissions#${key}`}
            target="_blank"
            aria-label={say('explainedFeature', { feature: label })}
            style={{ display: 'inline-flex', padding: 4 }}
          >
            <IconHelpCircle size={16} aria-hidden />
          </Anchor>
        </Group>
      </Group>
      <Stack gap={6} ps={28}>
        {shown.map((action) => (
          <ActionCell
            key={action.permission}
            feature={feature}
            action={action}
            grants={grants}
            onGrant={(value) => onChange(withGrant(feature, action, value, grants))}
            {...comparison}
          />
        ))}
      </Stack>
    </Stack>
  );
}
