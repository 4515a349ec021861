import { Button, Checkbox, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useNotices } from '../../../app/notice.js';
import { useMay } from '../../../app/session.js';
import { Empty } from '../../../parts/empty.js';
import { AnchorLink } from '../../../parts/links.js';
import { nameOf } from '../../../parts/person.js';
import { Problem } from '../../../parts/problem.js';
import type { Member } from '../profile/profile.tab.js';
import { useProjectsWords } from './projects.words.js';

type MemberProjects = components['schemas']['MemberProjects'];

/** The projects that somebody works on, to choose from (PJ-04, UI-14). */
export function ProjectsTab({ member }: { member: Member }) {
  const say = useProjectsWords();
  const { data, error } = useQuery({
    queryKey: ['projects', 'of', member.id],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/members/{memberId}/projects', { params: { path: { memberId: member.id } }, signal })),
    meta: { shows: ['project', 'member'] },
  });
  return (
    <Stack gap="md" maw={720}>
      <Text c="dimmed">{say('explained', { person: nameOf(member) })}</Text>
      <Problem error={error} />
      {!data && !error && <Skeleton h={132} role="status" aria-label={say('loading')} />}
      {data?.items.length === 0 && <Empty title={say('none')}>{null}</Empty>}
      {data && data.items.length > 0 && <Choice key={data.version} member={member} data={data} />}
    </Stack>
  );
}

function Choice({ member, data: { items, version } }: { member: Member; data: MemberProjects }) {
  const say = useProjectsWords();
  const may = useMay();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const [chosen, setChosen] = useState<string[]>(() => items.filter(({ onTeam }) => onTeam).map(({ id }) => id));
  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.PUT('/v1/members/{memberId}/projects', {
          params: { path: { memberId: member.id } },
          body: { projectIds: chosen, ifVersion: version },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['projects'] });
      await inForce(say('saved'));
    },
  });
  const mayAssign = may('projects:assign');
  return (
    <>
      <Checkbox.Group value={chosen} onChange={setChosen} aria-label={say('list')}>
        <Stack gap="sm">
          {items.map(({ id, name, isOwner, onTeam }) => (
            <Group key={id} gap="md" justify="space-between" mih={36}>
              <Checkbox
                value={id}
                label={name}
                description={isOwner ? say('owns') : undefined}
                disabled={!mayAssign || isOwner}
              />
              {onTeam && (
                <AnchorLink
                  size="sm"
                  to="/console/projects/$projectId"
                  params={{ projectId: id }}
                  aria-label={say('open', { project: name })}
                >
                  {say('open', { project: name })}
                </AnchorLink>
              )}
            </Group>
          ))}
        </Stack>
      </Checkbox.Group>
      <Problem error={save.error} />
      {mayAssign && (
        <Group>
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {say('save')}
          </Button>
        </Group>
      )}
    </>
  );
}
