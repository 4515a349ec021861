import { Anchor, Button, Group, Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogueQuery, type CatalogueFeature } from '../../app/catalogue.js';
import { rolesQuery } from '../../app/roles.js';
import { Empty } from '../../parts/empty.js';
import { Problem } from '../../parts/problem.js';
import { FeatureSection } from './feature-section.js';
import { grantableOf, type Grants } from './grants.js';
import { NO_FILTERS, PermissionFilters } from './permission-filters.js';
import { useWords } from './role.words.js';

interface Props {
  /** The role that is edited; undefined for a new one. */
  readonly roleId: string | undefined;
  readonly saved: Grants;
  readonly grants: Grants;
  readonly onChange: (grants: Grants) => void;
}

/** All permissions that a role can grant, by feature: searched, narrowed to the granted ones, compared with another role. */
export function PermissionEditor({ roleId, saved, grants, onChange }: Props) {
  const say = useWords();
  const catalogue = useQuery(catalogueQuery);
  const roles = useQuery(rolesQuery);
  const [filters, setFilters] = useState(NO_FILTERS);
  const { q, onlyGranted, otherId } = filters;
  const other = roles.data?.find(({ id }) => id === otherId);
  const shown = grantableOf(catalogue.data?.features ?? []).flatMap((feature) => {
    const actions = shownOf(feature, q).filter(({ permission }) => !onlyGranted || grants[permission] !== undefined);
    return actions.length > 0 ? [{ feature, actions }] : [];
  });
  return (
    <section aria-label={say('permissionsOf')}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{say('permissions')}</Title>
        <Anchor href="/console/permissions" target="_blank">
          {say('explained')}
        </Anchor>
      </Group>
      <PermissionFilters roleId={roleId} filters={filters} onFilter={setFilters} />
      <Problem error={catalogue.error} />
      {catalogue.isPending && <Skeleton height={320} />}
      {catalogue.data && shown.length === 0 && (
        <Empty title={say('nothingFound')}>
          <Button variant="default" onClick={() => setFilters({ ...NO_FILTERS, otherId })}>
            {say('showAll')}
          </Button>
        </Empty>
      )}
      <div style={{ columns: '280px', columnGap: 32 }}>
        {shown.map(({ feature, actions }) => (
          <FeatureSection
            key={feature.key}
            feature={feature}
            shown={actions}
            grants={grants}
            onChange={onChange}
            saved={saved}
            other={other}
          />
        ))}
      </div>
    </section>
  );
}

function shownOf({ key, label, group, actions }: CatalogueFeature, q: string) {
  const asked = q.toLowerCase().split(/\s+/);
  return actions.filter(({ name, permission }) => {
    const text = [key, label, group, name, permission].join(' ').toLowerCase();
    return asked.every((word) => text.includes(word));
  });
}
