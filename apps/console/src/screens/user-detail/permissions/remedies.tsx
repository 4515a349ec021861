import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { useMay } from '../../../app/session.js';
import { useCatalogue } from '../../../parts/catalogue.js';
import { Problem } from '../../../parts/problem.js';
import { useScopeWords } from '../../../parts/scope.words.js';
import type { Member } from '../profile/profile.tab.js';
import { usePermissionWords } from './permissions.words.js';

/** One step of a remedy: the document calls it an object, and no more. */
interface Step {
  readonly kind: 'grant' | 'removeDeny' | 'addToTeam' | 'activate';
  readonly permission?: string;
  readonly scope?: readonly string[];
  readonly projectId?: string;
}

type Scopes = NonNullable<components['schemas']['AddExceptionBody']['scope']>;

interface Props {
  readonly member: Member;
  readonly remedies: readonly (readonly unknown[])[];
  readonly onApplied: () => void;
}

/** What would turn a no into a yes, each way with a button where it can be done at once. */
export function Remedies({ member, remedies, onApplied }: Props) {
  const say = usePermissionWords();
  const { exceptions } = useProduct();
  const ways = remedies as readonly (readonly Step[])[];
  if (ways.length === 0) return <Text>{say('noRemedy')}</Text>;
  return (
    <Stack gap="xs">
      <Text fw={600}>{say('remedies')}</Text>
      {ways.map((steps, at) => (
        <Way key={at} member={member} steps={steps} onApplied={onApplied} />
      ))}
      {exceptions === 'off' && ways.some((steps) => steps.some(({ kind }) => kind === 'grant')) && (
        <Text>{say('byRole')}</Text>
      )}
    </Stack>
  );
}

function Way({ member, steps, onApplied }: { member: Member; steps: readonly Step[]; onApplied: () => void }) {
  const say = usePermissionWords();
  const sayStep = useStepWords();
  const may = useMay();
  const { exceptions, lifecycle } = useProduct();
  const queries = useQueryClient();
  const { inForce } = useNotices();
  const canApply = steps.every(({ kind, projectId }) => {
    if (kind === 'activate') {
      if (member.status === 'revoked') return may('members:revoke');
      return member.status === 'inactive' && lifecycle.activeSwitch && may('members:edit');
    }
    return kind !== 'addToTeam' && exceptions !== 'off' && may('permissions:edit') && !projectId;
  });
  const apply = useMutation({
    mutationFn: async () => {
      for (const step of steps) await applied(member, step);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['members'] });
      await inForce();
      onApplied();
    },
  });
  return (
    <Group gap="sm" align="flex-start">
      <List spacing={2}>
        {steps.map((step, at) => (
          <List.Item key={at}>{sayStep(step)}</List.Item>
        ))}
      </List>
      {canApply && (
        <Button size="xs" variant="default" loading={apply.isPending} onClick={() => apply.mutate()}>
          {say('apply')}
        </Button>
      )}
      <Problem error={apply.error} />
    </Group>
  );
}

function useStepWords(): (step: Step) => string {
  const say = usePermissionWords();
  const sayScope = useScopeWords();
  const { nameOf, action } = useCatalogue();
  return ({ kind, permission: key = '', scope = [] }) => {
    const permission = nameOf(key);
    if (kind !== 'grant') return say(kind, { permission });
    return action(key)?.kind === 'scoped'
      ? say('grantScoped', { permission, scope: scope.map(sayScope).join(', ') })
      : say('grant', { permission });
  };
}

async function applied(member: Member, { kind, permission = '', scope }: Step): Promise<void> {
  const path = { memberId: member.id };
  if (kind === 'activate') {
    const by = { params: { path } };
    await (member.status === 'revoked'
      ? api.POST('/v1/members/{memberId}/reactivate', { ...by, body: {} })
      : api.POST('/v1/members/{memberId}/activate', by));
  } else if (kind === 'grant') {
    const isScoped = scope !== undefined && scope.length > 0 && !scope.includes('all');
    await api.POST('/v1/members/{memberId}/exceptions', {
      params: { path },
      body: { permission, effect: 'allow', ...(isScoped && { scope: [...scope] as Scopes }) },
    });
  } else {
    const { items } = await bodyOf(api.GET('/v1/members/{memberId}/exceptions', { params: { path } }));
    const deny = items.find((each) => each.permission === permission && each.effect === 'deny' && !each.projectId);
    if (!deny) return;
    await api.DELETE('/v1/members/{memberId}/exceptions/{exceptionId}', {
      params: { path: { ...path, exceptionId: deny.id } },
      body: {},
    });
  }
}
