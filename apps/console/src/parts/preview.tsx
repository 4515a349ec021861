import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import { isRefusal, Refusal } from '../api/problem.js';
import type { components } from '../api/schema.js';
import { catalogueQuery } from '../app/catalogue.js';
import { useScopeWords } from '../app/scope.words.js';
import { useMe } from '../app/session.js';
import { words } from '../app/words.js';
import { Problem } from './problem.js';

type Change = components['schemas']['PreviewChange']['change'];
type Preview = components['schemas']['ChangePreview'];
type Difference = Preview['differences'][number];

/** People whose gains and losses are listed; more are counted. */
const MOST_LISTED = 20;

const useWords = words('preview', {
  nobody: 'Nobody gains or loses anything by it.',
  affected_one: 'One person is affected:',
  affected_other: '{{count}} people are affected:',
  gains: 'gains {{permissions}}',
  loses: 'loses {{permissions}}',
  inProject: 'in a project',
  somebody: 'Somebody',
  you: 'You',
  more_one: 'and one more.',
  more_other: 'and {{count}} more.',
  unseen: 'You may not see what others may do, so who gains and loses what is not shown.',
  loading: 'Looking at who gains and loses what',
});

/**
 * Who would gain and lose what by a change; nothing is asked while there is none. It is asked again when anything changes in
 * the meantime.
 */
export function usePreview(change: Change | undefined) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['preview', change],
    queryFn: ({ signal }) => bodyOf(api.POST('/v1/changes/preview', { body: { change: change as Change }, signal })),
    enabled: change !== undefined,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    meta: { shows: ['role', 'member', 'permissions', 'team'] },
  });
  // Whoever may make the change, but may not see what others may do, makes it unseen.
  const isUnseen =
    isRefusal(error, 'permission.denied') && error.problem.details?.['permission'] === 'permissions:view';
  return {
    preview: data,
    error,
    isUnseen,
    /** Whether the change can be made as it was shown. */
    isReady: change !== undefined && !isFetching && (isUnseen || (data !== undefined && !data.refusal)),
    /** What the write takes besides, so that it does what was shown and nothing else. */
    shown: data ? { ifVersion: data.version } : {},
    /** For a write that was refused since the account has changed: shows the preview again. */
    lookAgain: (refused: unknown) => void (isRefusal(refused, 'version.changed') && refetch()),
  };
}

/** Says who would gain and lose what, or why it would be refused. */
export function PreviewOf({ preview, error, isUnseen }: ReturnType<typeof usePreview>) {
  const say = useWords();
  if (isUnseen) return <Text role="status">{say('unseen')}</Text>;
  if (error) return <Problem error={error} />;
  if (!preview) return <Skeleton height={44} role="status" aria-label={say('loading')} />;
  const { differenceCount, refusal } = preview;
  if (refusal) return <Problem error={refusalOf(refusal)} />;
  return differenceCount === 0 ? <Text role="status">{say('nobody')}</Text> : <Differences preview={preview} />;
}

function Differences({ preview: { differences, differenceCount, members } }: { preview: Preview }) {
  const say = useWords();
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const listed = differences.slice(0, MOST_LISTED);
  const more = differenceCount - listed.length;
  return (
    <Alert color="gray" variant="light" role="status" p="sm" title={say('affected', { count: differenceCount })}>
      <Stack component="ul" gap="xs" m={0} ps="md" mah={280} tabIndex={0} style={{ overflowY: 'auto' }}>
        {listed.map((difference) => (
          <Affected
            key={`${difference.memberId} ${difference.projectId ?? ''}`}
            difference={difference}
            name={names.get(difference.memberId)}
          />
        ))}
      </Stack>
      {more > 0 && <Text>{say('more', { count: more })}</Text>}
    </Alert>
  );
}

function Affected({ difference, name }: { difference: Difference; name: string | undefined }) {
  const say = useWords();
  const tell = useHeldWords();
  const { member } = useMe();
  const { memberId, projectId, gained, lost } = difference;
  const who = memberId === member.id ? say('you') : name || say('somebody');
  return (
    <li>
      <Text component="span" fw={600}>
        {who}
      </Text>{' '}
      {projectId && `${say('inProject')} `}
      {Object.keys(gained).length > 0 && <Text>{say('gains', { permissions: tell(gained) })}</Text>}
      {Object.keys(lost).length > 0 && <Text>{say('loses', { permissions: tell(lost) })}</Text>}
    </li>
  );
}

/** Names permissions as the product does, with the records that they reach. */
function useHeldWords(): (held: Record<string, string[]>) => string {
  const sayScope = useScopeWords();
  const { data: catalogue } = useQuery(catalogueQuery);
  const actions = new Map(
    catalogue?.features.flatMap((feature) => feature.actions).map((action) => [action.permission, action]),
  );
  return (held) =>
    Object.entries(held)
      .map(([permission, scope]) => {
        const action = actions.get(permission);
        const named = action?.name ?? permission;
        return action?.kind === 'scoped' ? `${named} (${sayScope(scope)})` : named;
      })
      .join(', ');
}

const refusalOf = ({ code, message, details }: NonNullable<Preview['refusal']>): Refusal =>
  new Refusal({ code, status: 409, title: message, detail: message, ...(details && { details }) });
