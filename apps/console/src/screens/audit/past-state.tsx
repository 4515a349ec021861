import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { Facts } from '../../parts/facts.js';
import { MemberSelect } from '../../parts/member-select.js';
import { Problem } from '../../parts/problem.js';
import { useWords } from './audit.words.js';

type PastState = components['schemas']['PastState'];

/** The member and the instant of which the state is shown. The form asks for what is missing. */
export interface Moment {
  readonly memberId?: string;
  readonly at?: string;
}

/** What a person could do at a moment, and why. */
export function PastStateDialog({ moment, onClose }: { moment: Moment | undefined; onClose: () => void }) {
  const say = useWords();
  return (
    <Dialog opened={moment !== undefined} onClose={onClose} title={say('state')} size="lg">
      {moment && <PastStateForm moment={moment} />}
    </Dialog>
  );
}

function PastStateForm({ moment }: { moment: Moment }) {
  const say = useWords();
  const [memberId, setMemberId] = useState<string | null>(moment.memberId ?? null);
  const [at, setAt] = useState(moment.at ?? new Date().toISOString());
  const ask = useMutation({
    mutationFn: (body: { memberId: string; at: string }) => bodyOf(api.POST('/v1/audit/state', { body })),
  });
  return (
    <Stack gap="sm">
      <MemberSelect
        label={say('member')}
        value={memberId}
        statuses={['invited', 'active', 'inactive', 'revoked']}
        onChange={setMemberId}
      />
      <TextInput
        label={say('at')}
        type="datetime-local"
        step={1}
        value={localOf(at)}
        onChange={({ currentTarget: { value } }) => value && setAt(new Date(value).toISOString())}
      />
      <Problem error={ask.error} />
      <Button disabled={!memberId} loading={ask.isPending} onClick={() => memberId && ask.mutate({ memberId, at })}>
        {say('show')}
      </Button>
      {ask.data && <State state={ask.data} />}
    </Stack>
  );
}

function State({ state }: { state: PastState }) {
  const say = useWords();
  const roles = state.roles.map(({ name }) => name ?? say('goneRole')).join(', ');
  const features = byFeature(state.permissions);
  return (
    <Stack gap="sm" role="status">
      <Facts
        facts={[
          [say('status'), state.status],
          [say('owner'), say(state.isOwner ? 'yes' : 'no')],
          [say('roles'), roles || say('nobody')],
          [say('agentAccess'), say(state.agentAccess ? 'yes' : 'no')],
        ]}
      />
      <Text fw={600}>{say('permissions')}</Text>
      {state.permissions.length === 0 && <Text>{say('nothing')}</Text>}
      <Facts
        facts={[...features].map(([feature, held]) => [
          feature,
          held.map(({ permission, scope }) => actionOf(permission, scope)).join(', '),
        ])}
      />
    </Stack>
  );
}

function byFeature(permissions: PastState['permissions']): Map<string, PastState['permissions']> {
  const features = new Map<string, PastState['permissions']>();
  for (const held of permissions) {
    const [feature = ''] = held.permission.split(':', 1);
    features.set(feature, [...(features.get(feature) ?? []), held]);
  }
  return features;
}

const actionOf = (permission: string, scope: readonly string[]): string => {
  const action = permission.split(':')[1] ?? permission;
  return scope.includes('all') ? action : `${action} (${scope.join(', ')})`;
};

/** As a `datetime-local` field has it, in the reader's own time. */
function localOf(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
