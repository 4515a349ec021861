import { Alert, Button, Group, List, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useReasonWords } from '../../../app/reason.words.js';
import { choicesOf, useCatalogue } from '../../../parts/catalogue.js';
import { Problem } from '../../../parts/problem.js';
import type { Member } from '../profile/profile.tab.js';
import { usePermissionWords } from './permissions.words.js';
import { Remedies } from './remedies.js';

/** "Can they …?": the decision as every service makes it, why, and what would make it a yes. */
export function Ask({ member }: { member: Member }) {
  const say = usePermissionWords();
  const { features, action } = useCatalogue();
  const [permission, setPermission] = useState<string | null>(null);
  const [recordId, setRecordId] = useState('');
  const isScoped = permission !== null && action(permission)?.kind === 'scoped';
  const check = useMutation({
    mutationFn: async (asked: string) => {
      const type = asked.split(':')[0] ?? '';
      const record = isScoped && recordId.trim() ? { type, id: recordId.trim() } : undefined;
      const body = { checks: [{ memberId: member.id, permission: asked, ...(record && { record }) }], explain: true };
      const { results } = await bodyOf(api.POST('/v1/checks', { body }));
      return results[0];
    },
  });
  const decision = check.data;
  return (
    <Stack gap="sm">
      <Title order={2}>{say('ask')}</Title>
      <Group align="flex-end" gap="sm">
        <Select
          label={say('askPermission')}
          w={280}
          searchable
          allowDeselect={false}
          data={choicesOf(features, ({ level }) => level === 'account')}
          value={permission}
          onChange={(chosen) => {
            setPermission(chosen);
            check.reset();
          }}
        />
        {isScoped && (
          <TextInput
            label={say('askRecord')}
            w={280}
            maxLength={200}
            value={recordId}
            onChange={({ currentTarget }) => {
              setRecordId(currentTarget.value);
              check.reset();
            }}
          />
        )}
        <Button
          variant="default"
          disabled={!permission}
          loading={check.isPending}
          onClick={() => permission && check.mutate(permission)}
        >
          {say('askButton')}
        </Button>
      </Group>
      <Problem error={check.error} />
      {decision && permission && (
        <Answer member={member} decision={decision} onApplied={() => check.mutate(permission)} />
      )}
    </Stack>
  );
}

interface AnswerProps {
  readonly member: Member;
  readonly decision: components['schemas']['CheckDecision'];
  readonly onApplied: () => void;
}

function Answer({ member, decision: { allowed, reason, trace, remedies = [] }, onApplied }: AnswerProps) {
  const say = usePermissionWords();
  const sayReason = useReasonWords();
  return (
    <Alert color="gray" variant="light" role="status" title={say(allowed ? 'yes' : 'no')}>
      <Stack gap="xs">
        <Text>{say('because', { reason: sayReason(reason) })}</Text>
        {trace && (
          <details>
            <summary>{say('trace')}</summary>
            <List size="sm" type="ordered" mt={4}>
              {trace.map(({ step, name, outcome, detail }) => (
                <List.Item key={step}>{[name, outcome, detail].filter(Boolean).join(': ')}</List.Item>
              ))}
            </List>
          </details>
        )}
        {!allowed && <Remedies member={member} remedies={remedies} onApplied={onApplied} />}
      </Stack>
    </Alert>
  );
}
