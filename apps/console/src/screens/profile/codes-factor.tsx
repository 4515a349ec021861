import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { BackupCodes } from '../../parts/backup-codes.js';
import { Confirm } from '../../parts/confirm.js';
import { Factor } from './factor.js';
import { useWords } from './profile.words.js';
import { factorsQuery } from '../../app/session.js';

/** The codes that let somebody in when their other factor is not at hand (SC-07). */
export function CodesFactor({ codes }: { codes: components['schemas']['BackupCodesLeft'] | null }) {
  const say = useWords();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const renew = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/me/backup-codes')),
    onSuccess: async () => {
      setAsking(false);
      await queries.invalidateQueries(factorsQuery);
    },
  });
  return (
    <Factor
      title={say('codes')}
      state={codes ? say('codesLeft', { count: codes.remaining }) : say('noCodes')}
      actions={
        codes && (
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            {say('renewCodes')}
          </Button>
        )
      }
    >
      <Confirm
        opened={isAsking}
        title={say('renewCodes')}
        act={say('renewCodes')}
        busy={renew.isPending}
        error={renew.error}
        onConfirm={() => renew.mutate()}
        onCancel={() => setAsking(false)}
      >
        <Text>{say('renewCodesWhy')}</Text>
      </Confirm>
      <Dialog
        opened={renew.data !== undefined}
        onClose={() => renew.reset()}
        title={say('newCodes')}
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        {renew.data && <BackupCodes codes={renew.data.codes} act={say('done')} onSaved={() => renew.reset()} />}
      </Dialog>
    </Factor>
  );
}
