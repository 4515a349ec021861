import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useProduct } from '../../app/product.js';
import { rolesQuery, type Role } from '../../app/roles.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { draftOf, EMPTY, type Draft } from './draft.js';
import { RoleEditor } from './role-editor.js';
import { useWords } from './role.words.js';

/** A role that is made: empty, or from another one. */
export function NewRoleScreen() {
  const say = useWords();
  const navigate = useNavigate();
  const { roleTree } = useProduct();
  const { from } = useSearch({ from: '/console/roles/new' });
  const { data: roles, error } = useQuery(rolesQuery);
  const source = roles?.find(({ id }) => id === from);
  const below = roleTree ? (roles?.[0]?.id ?? null) : null;
  const empty = { ...EMPTY, managerRoleId: below };
  const initial = source ? copied(source, say('copyOf', { name: source.name }), below) : empty;
  return (
    <Page title={say('newTitle')}>
      <Problem error={error} />
      {!roles && !error && <Skeleton height={320} role="status" aria-label={say('loading')} />}
      {roles && (
        <RoleEditor
          key={from ?? ''}
          initial={initial}
          saved={empty}
          onSaved={({ id }) => void navigate({ to: '/console/roles/$roleId', params: { roleId: id } })}
        />
      )}
    </Page>
  );
}

/** A copy stands beside its original, or below it where that is the root. */
const copied = (source: Role, name: string, below: string | null): Draft => ({
  ...draftOf(source),
  name: name.slice(0, 60),
  managerRoleId: below === null ? null : (source.managerRoleId ?? source.id),
});
