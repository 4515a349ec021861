import { Stack } from '@mantine/core';
import { PageTitle } from '../../app/plain-page.js';
import { BackupCodes } from '../../parts/backup-codes.js';
import type { StepProps } from './gate.js';
import type { Step } from './sign-in.js';
import { useWords } from './sign-in.words.js';

interface Props extends StepProps {
  codes: readonly string[];
  /** Where the sign-in stands once they are saved. */
  after: Step;
}

/** The backup codes that came with the first second factor. */
export function CodesStep({ go, codes, after }: Props) {
  const say = useWords();
  return (
    <Stack gap="sm">
      <PageTitle>{say('codes')}</PageTitle>
      <BackupCodes codes={codes} act={say('go')} onSaved={() => void go(async () => after)} />
    </Stack>
  );
}
