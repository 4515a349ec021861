import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { isRefusal } from '../../api/problem.js';
import { useCustomRoles } from '../../app/custom-roles.js';
import type { Role } from '../../app/roles.js';
import { useMay } from '../../app/session.js';
import { Empty } from '../../parts/empty.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { draftOf, isSameDraft } from './draft.js';
import { RoleEditor } from './role-editor.js';
import { RoleView } from './role-view.js';
import { useWords } from './role.words.js';

const roleQuery = (roleId: string) =>
  queryOptions({
    queryKey: ['roles', roleId],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/roles/{roleId}', { params: { path: { roleId } }, signal })),
    meta: { shows: ['role'] },
  });

/** A role: its editor for those who may change it, else the list of what it grants. */
export function RoleScreen() {
  const say = useWords();
  const may = useMay();
  const customRoles = useCustomRoles();
  const { roleId } = useParams({ from: '/console/roles/$roleId' });
  const { data: role, error } = useQuery(roleQuery(roleId));
  if (isRefusal(error, 'role.not-found', 'request.invalid')) return <Gone />;
  const isReady = role && customRoles !== 'unknown';
  const canCopy = may('roles:create') && customRoles === 'on';
  return (
    <Page
      title={role?.name ?? say('roles')}
      actions={
        canCopy && (
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} to="/console/roles/new" search={{ from: roleId }} />}
          >
            {say('copy')}
          </Button>
        )
      }
    >
      <Problem error={error} />
      {!isReady && !error && <Skeleton height={320} role="status" aria-label={say('loading')} />}
      {isReady &&
        (role.kind === 'custom' && may('roles:edit') && customRoles === 'on' ? (
          <OpenRole key={role.id} role={role} />
        ) : (
          <RoleView role={role} />
        ))}
    </Page>
  );
}

/** The editor of a role as it was opened. Where somebody else has changed the role since, it says so. */
function OpenRole({ role }: { role: Role }) {
  const say = useWords();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(role);
  const isOutdated = !isSameDraft(draftOf(opened), draftOf(role));
  return (
    <Stack gap="md">
      {isOutdated && (
        <Alert color="yellow" variant="light" role="status" p="sm">
          <Group justify="space-between">
            <Text>{say('changedMeanwhile')}</Text>
            <Button variant="default" size="xs" onClick={() => setOpened(role)}>
              {say('loadAnew')}
            </Button>
          </Group>
        </Alert>
      )}
      <RoleEditor
        key={JSON.stringify(draftOf(opened))}
        roleId={role.id}
        initial={draftOf(opened)}
        saved={draftOf(opened)}
        onSaved={(changed) => {
          queries.setQueryData(roleQuery(role.id).queryKey, changed);
          setOpened(changed);
        }}
      />
    </Stack>
  );
}

function Gone() {
  const say = useWords();
  return (
    <Page title={say('roles')}>
      <Empty title={say('gone')}>
        <Text>{say('goneWhy')}</Text>
        <Button renderRoot={(props) => <Link {...props} to="/console/roles" />}>{say('toRoles')}</Button>
      </Empty>
    </Page>
  );
}
