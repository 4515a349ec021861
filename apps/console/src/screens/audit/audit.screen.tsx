import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { useMay } from '../../app/session.js';
import { Empty } from '../../parts/empty.js';
import { NoPermission } from '../../parts/no-permission.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { Problem } from '../../parts/problem.js';
import { auditQuery, csvPath, type AuditSearch } from './audit.search.js';
import { useWords } from './audit.words.js';
import { Entry } from './entry.js';
import { Filters } from './filters.js';
import { PastStateDialog, type Moment } from './past-state.js';
import { Verification } from './verification.js';

/** What was done in the account, by whom and when. */
export function AuditScreen() {
  const say = useWords();
  const may = useMay();
  if (!may('audit:view')) return <NoPermission title={say('title')} permission="audit:view" />;
  return <Audit />;
}

function Audit() {
  const say = useWords();
  const may = useMay();
  const navigate = useNavigate({ from: '/console/audit' });
  const search = useSearch({ from: '/console/audit' });
  const [moment, setMoment] = useState<Moment>();
  const { data, error } = useQuery({
    queryKey: ['audit', search],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/audit', { params: { query: auditQuery(search) }, signal })),
    placeholderData: keepPreviousData,
    meta: { shows: ['audit'] },
  });
  const filter = (next: AuditSearch) => void navigate({ search: next });
  const isFiltered = Object.keys(search).some((name) => name !== 'cursor');
  return (
    <Page
      title={say('title')}
      actions={
        <>
          <Button variant="default" size="xs" onClick={() => setMoment({})}>
            {say('state')}
          </Button>
          {may('audit:export') && (
            <Button variant="default" size="xs" component="a" href={csvPath(search)} download>
              {say('csv')}
            </Button>
          )}
        </>
      }
    >
      <Verification />
      <Filters search={search} onChange={filter} />
      <Problem error={error} />
      {!data && !error && <Waiting />}
      {data?.items.length === 0 && (
        <Empty title={say(isFiltered ? 'noneFiltered' : 'none')}>
          {isFiltered && <Text c="dimmed">{say('noneWhy')}</Text>}
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <Stack component="ol" gap={0} p={0} m={0} style={{ listStyle: 'none' }} aria-label={say('list')}>
          {data.items.map((entry) => (
            <Entry
              key={`${entry.version}.${entry.step}`}
              entry={entry}
              names={data.names}
              onTarget={() => filter({ target: entry.target.id })}
              onState={() => setMoment({ memberId: entry.target.id, at: entry.at })}
            />
          ))}
        </Stack>
      )}
      <Group justify="flex-end">
        <Pager
          cursor={search.cursor}
          nextCursor={data?.nextCursor ?? null}
          onTurn={(cursor) => {
            const { cursor: _present, ...filters } = search;
            filter({ ...filters, ...(cursor && { cursor }) });
          }}
        />
      </Group>
      <PastStateDialog moment={moment} onClose={() => setMoment(undefined)} />
    </Page>
  );
}

const Waiting = () => (
  <Stack gap={4}>
    {Array.from({ length: 8 }, (_, row) => (
      <Skeleton key={row} height={44} />
    ))}
  </Stack>
);
