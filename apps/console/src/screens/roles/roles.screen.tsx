import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCustomRoles } from '../../app/custom-roles.js';
import { useProduct } from '../../app/product.js';
import { rolesQuery } from '../../app/roles.js';
import { useMay } from '../../app/session.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { RolesTable } from './roles-table.js';
import { useWords } from './roles.words.js';

/** All roles: those that come with the product, then the account's own. */
export function RolesScreen() {
  const say = useWords();
  const may = useMay();
  const { roleTree } = useProduct();
  const customRoles = useCustomRoles();
  const roles = useQuery(rolesQuery);
  const isReady = roles.data && customRoles !== 'unknown';
  return (
    <Page
      title={say('title')}
      actions={
        <>
          {roleTree && (
            <Button variant="default" renderRoot={(props) => <Link {...props} to="/console/roles/chart" />}>
              {say('chart')}
            </Button>
          )}
          {may('roles:create') && customRoles === 'on' && (
            <Button renderRoot={(props) => <Link {...props} to="/console/roles/new" search={{}} />}>
              {say('create')}
            </Button>
          )}
        </>
      }
    >
      {customRoles === 'needs-plan' && <Text c="dimmed">{say('withoutPlan')}</Text>}
      <Problem error={roles.error} />
      {isReady && <RolesTable roles={roles.data} canChange={customRoles === 'on'} />}
      {!isReady && !roles.error && (
        <Stack gap="xs" role="status" aria-label={say('loading')}>
          {['a', 'b', 'c', 'd'].map((row) => (
            <Skeleton key={row} height={44} />
          ))}
        </Stack>
      )}
    </Page>
  );
}
