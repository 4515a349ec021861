import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { Copyable } from '../../parts/copyable.js';
import { Problem } from '../../parts/problem.js';
import { useWords } from './audit.words.js';

type Found = components['schemas']['AuditVerification'];

/** Checks the whole chain, part by part, and says whether it is in order. */
export function Verification() {
  const say = useWords();
  const verify = useMutation({ mutationFn: verifyAll });
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" size="xs" loading={verify.isPending} onClick={() => verify.mutate()}>
        {say('verify')}
      </Button>
      <Problem error={verify.error} />
      {verify.data && <Result found={verify.data} />}
    </Stack>
  );
}

async function verifyAll(): Promise<Found> {
  let checked = 0;
  for (let query: { after?: number; afterThing?: string } = {}; ;) {
    // Each part says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const found = await bodyOf(api.GET('/v1/audit/verification', { params: { query } }));
    checked += found.checked;
    if (!found.intact || found.next === null) return { ...found, checked };
    query = { after: found.next, ...(found.nextThing && { afterThing: found.nextThing }) };
  }
}

function Result({ found: { intact, checked, brokenAt, head, state } }: { found: Found }) {
  const say = useWords();
  const differing = state?.count ?? 0;
  const isFine = intact && differing === 0;
  return (
    <Alert color={isFine ? 'green' : 'red'} role="status" p="sm" w="100%">
      <Stack gap={4}>
        <Text>{intact ? say('verified', { count: checked }) : say('broken', { version: brokenAt })}</Text>
        {differing > 0 && (
          <Text>
            {say('differs', { count: differing })} {state?.differs.map(({ kind, id }) => `${kind} ${id}`).join(', ')}
          </Text>
        )}
        {intact && head && (
          <>
            <Text size="xs">
              {say('head')}. {say('headWhy')}
            </Text>
            <Copyable value={head} label={say('head')} />
          </>
        )}
      </Stack>
    </Alert>
  );
}
