import { Checkbox, Group, ScrollArea, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useNotices } from '../../app/notice.js';
import type { Project } from '../../app/projects.js';
import { useCatalogue } from '../../parts/catalogue.js';
import { Confirm } from '../../parts/confirm.js';
import { CopyPermissions } from './copy-permissions.js';
import { permissionsInProjectQuery, type ProjectPermission, type Teammate } from './project.js';
import { useWords } from './project.words.js';

type Grants = components['schemas']['SetProjectPermissionsBody']['grants'];

const ALL: ProjectPermission['scope'] = ['all'];

interface Props {
  readonly project: Project;
  readonly person: Teammate;
  readonly mayEdit: boolean;
  readonly onClose: () => void;
}

/** Which parts of the project a person may work on, and which not (PJ-09); with a copy from somebody else (PJ-10). */
export function PersonPermissions(props: Props) {
  const say = useWords();
  const [copies, setCopies] = useState(0);
  const { data, error, isFetching } = useQuery(permissionsInProjectQuery(props.project.id, props.person.memberId));
  // Only a copy makes the form anew. What is loaded in the meantime leaves the ticks as they are, and is refused by its version.
  if (data && !(copies > 0 && isFetching))
    return <PermissionsForm key={copies} {...props} loaded={data} onCopied={() => setCopies(copies + 1)} />;
  return (
    <Confirm
      opened
      title={say('permissions', { person: props.person.name || props.person.email })}
      act={say('permissionsSave')}
      isDisabled
      busy={false}
      error={error}
      onConfirm={() => {}}
      onCancel={props.onClose}
    >
      {!error && <Skeleton h={200} role="status" aria-label={say('loading')} />}
    </Confirm>
  );
}

interface FormProps extends Props {
  readonly loaded: components['schemas']['ProjectPermissions'];
  readonly onCopied: () => void;
}

function PermissionsForm({ project, person, mayEdit, onClose, loaded, onCopied }: FormProps) {
  const say = useWords();
  const [held] = useState(loaded);
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const { features, action } = useCatalogue();
  const [granted, setGranted] = useState(
    () => new Set(held.permissions.filter((each) => each.granted).map(({ permission }) => permission)),
  );
  const name = person.name || person.email;
  const isScoped = (permission: string): boolean => action(permission)?.kind === 'scoped';
  const known = new Map(held.permissions.map((each) => [each.permission, each]));
  const isFixed = !mayEdit || held.isOwner;
  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.PUT('/v1/projects/{projectId}/team/{memberId}/permissions', {
          params: { path: { projectId: project.id, memberId: person.memberId } },
          body: { grants: grantsOf(held.permissions, { granted, isScoped }), ifVersion: held.version },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['projects'] });
      onClose();
      await inForce(say('permissionsSaved'));
    },
  });
  const tick = (permission: string, base: string, isOn: boolean): void =>
    setGranted(ticked(granted, { permission, base, isOn }));
  return (
    <Confirm
      opened
      title={say('permissions', { person: name })}
      act={say('permissionsSave')}
      isDisabled={isFixed}
      busy={save.isPending}
      error={save.error}
      onConfirm={() => save.mutate()}
      onCancel={onClose}
    >
      {held.isOwner && <Text>{say('ownerMay')}</Text>}
      {!held.onTeam && <Text>{say('sleeps', { person: name })}</Text>}
      {!isFixed && <CopyPermissions project={project} person={person} onCopied={onCopied} />}
      <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0 }}>
        <Stack gap="md">
          {features.map(({ key, label: feature, actions }) => {
            const shown = actions.filter(({ permission }) => known.has(permission));
            if (shown.length === 0) return null;
            return (
              <Stack key={key} gap={6} role="group" aria-label={feature}>
                <Text fw={600}>{feature}</Text>
                {shown.map(({ permission, name: label, implies }) => (
                  <Group key={permission} gap="xs" wrap="nowrap" align="flex-start">
                    <Checkbox
                      label={label}
                      description={<Source permission={known.get(permission)} />}
                      checked={granted.has(permission)}
                      disabled={isFixed || known.get(permission)?.source === 'notGrantable'}
                      onChange={({ currentTarget }) => tick(permission, implies ?? permission, currentTarget.checked)}
                    />
                  </Group>
                ))}
              </Stack>
            );
          })}
        </Stack>
      </ScrollArea.Autosize>
    </Confirm>
  );
}

function Source({ permission }: { permission: ProjectPermission | undefined }) {
  const say = useWords();
  if (permission?.source === 'notGrantable') return say('onlyOwners');
  if (permission?.source === 'project') return say('fromProject');
  return permission?.granted ? say('fromAccount') : null;
}

/** Whoever may do more with a part may also view it; whoever may not view it may do nothing with it. */
function ticked(
  granted: ReadonlySet<string>,
  { permission, base, isOn }: { permission: string; base: string; isOn: boolean },
): Set<string> {
  const next = new Set(granted);
  if (isOn) return next.add(permission).add(base);
  next.delete(permission);
  if (permission === base) {
    const feature = base.slice(0, base.indexOf(':') + 1);
    for (const each of granted) if (each.startsWith(feature)) next.delete(each);
  }
  return next;
}

/** What is ticked: a yes, or for what is about records the scope that it has, all of them where it had none. */
function grantsOf(
  held: readonly ProjectPermission[],
  { granted, isScoped }: { granted: ReadonlySet<string>; isScoped: (permission: string) => boolean },
): Grants {
  const wanted = held.filter(({ permission, source }) => granted.has(permission) && source !== 'notGrantable');
  return Object.fromEntries(
    wanted.map(({ permission, scope }) => [permission, isScoped(permission) ? (scope.length > 0 ? scope : ALL) : true]),
  );
}
