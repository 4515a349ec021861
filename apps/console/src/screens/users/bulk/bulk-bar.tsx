import { Button, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useProduct } from '../../../app/product.js';
import { useMay } from '../../../app/session.js';
import type { MemberRow } from '../members.js';
import { BulkDialog, type BulkAct } from './bulk-dialog.js';
import { useBulkWords } from './bulk.words.js';

interface Props {
  readonly members: readonly MemberRow[];
  readonly onDone: () => void;
}

/** What can be done to all that are selected. It is there when somebody is. */
export function BulkBar({ members, onDone }: Props) {
  const say = useBulkWords();
  const may = useMay();
  const { roleCardinality } = useProduct();
  const [act, setAct] = useState<{ kind: BulkAct; members: readonly MemberRow[] }>();
  const acts: readonly BulkAct[] = [
    ...(roleCardinality !== 'none' && may('members:edit') && may('roles:view') ? (['roles'] as const) : []),
    ...(may('members:invite') && members.some(({ status }) => status === 'invited') ? (['resend'] as const) : []),
    ...(may('members:revoke') ? (['revoke'] as const) : []),
  ];
  return (
    <>
      {members.length > 0 && (
        <Paper withBorder p="xs" pos="sticky" bottom={16} role="toolbar" aria-label={say('bar')}>
          <Group gap="xs">
            <Text role="status">{say('selected', { count: members.length })}</Text>
            {acts.map((kind) => (
              <Button key={kind} size="xs" variant="default" onClick={() => setAct({ kind, members })}>
                {say(kind)}
              </Button>
            ))}
            <Button size="xs" variant="subtle" onClick={onDone}>
              {say('clear')}
            </Button>
          </Group>
        </Paper>
      )}
      {act && (
        <BulkDialog
          act={act.kind}
          members={act.members}
          onClose={(isDone) => {
            setAct(undefined);
            if (isDone) onDone();
          }}
        />
      )}
    </>
  );
}
