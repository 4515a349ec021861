import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../app/session.js';
import { Empty } from '../../parts/empty.js';
import { ButtonLink } from '../../parts/links.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { Problem } from '../../parts/problem.js';
import { useMemberDialogs } from './acts/member-dialogs.js';
import { BulkBar } from './bulk/bulk-bar.js';
import { useMembers } from './members.js';
import { UsersFilters } from './users.filters.js';
import { csvPath, isFiltered, type UsersSearch } from './users.search.js';
import { UsersTable } from './users.table.js';
import { useWords } from './users.words.js';

const route = getRouteApi('/console/users');

/** Who is in the account. What is shown stands in the address. */
export function UsersScreen() {
  const say = useWords();
  const may = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { ask, dialog } = useMemberDialogs();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const members = useMembers(search);
  const rows = members.data?.items;
  const show = (next: UsersSearch): void => {
    setSelected(new Set());
    void navigate({ search: next, replace: next.cursor === search.cursor });
  };
  return (
    <Page
      title={say('title')}
      actions={
        <>
          <Button variant="default" component="a" href={csvPath(search)} download>
            {say('csv')}
          </Button>
          {may('members:invite') && <ButtonLink to="/console/users/new">{say('newUser')}</ButtonLink>}
        </>
      }
    >
      <UsersFilters search={search} onChange={(filters) => show({ ...filters, cursor: undefined })} />
      <Problem error={members.error} />
      {rows?.length === 0 && (
        <Empty title={say(isFiltered(search) ? 'none' : 'alone')}>
          {say(isFiltered(search) ? 'noneWhy' : 'aloneWhy')}
        </Empty>
      )}
      {rows?.length !== 0 && !(members.error && !rows) && (
        <UsersTable
          rows={rows}
          sort={search.sort}
          selected={selected}
          onSelect={setSelected}
          onSort={(sort) => show({ ...search, sort, cursor: undefined })}
          onAct={ask}
        />
      )}
      <Pager
        cursor={search.cursor}
        nextCursor={members.data?.nextCursor ?? null}
        onTurn={(cursor) => show({ ...search, cursor })}
      />
      <BulkBar members={rows?.filter(({ id }) => selected.has(id)) ?? []} onDone={() => setSelected(new Set())} />
      {dialog}
    </Page>
  );
}
