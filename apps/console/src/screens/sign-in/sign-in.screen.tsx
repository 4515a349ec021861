import { Alert, Center, Paper, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { brand } from '../../app/brand.js';
import { useProblemWords } from '../../app/problem.words.js';
import { ownPath } from '../../app/own-path.js';
import { startAnew } from '../../app/session.js';
import { BlockedStep } from './blocked-step.js';
import { EmailStep } from './email-step.js';
import { EnrolmentStep } from './enrolment-step.js';
import { NewPasswordStep } from './new-password-step.js';
import { PasswordStep } from './password-step.js';
import { SecondFactorStep } from './second-factor-step.js';
import type { Step } from './sign-in.js';

/** What each page state gets: the way on, which tells by itself what went wrong. */
export interface StepProps {
  /** Does the step's work and goes where it leads. Resolves with whether that worked. */
  readonly go: (work: () => Promise<Step | undefined>) => Promise<boolean>;
  readonly busy: boolean;
}

/** Signing in: e-mail first, then each step of the gate as a page state of its own. */
export function SignInScreen() {
  const tell = useProblemWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/console/sign-in' });
  const [step, setStep] = useState<Step>({ at: 'email' });
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const go: StepProps['go'] = async (work) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const reached = await work();
      if (reached?.at === 'in') {
        startAnew(queries);
        await navigate({ to: ownPath(next, location.origin) });
      } else if (reached) setStep(reached);
      return true;
    } catch (error) {
      setProblem(tell(error));
      return false;
    } finally {
      setBusy(false);
    }
  };

  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper w="100%" maw={380}>
        <Stack gap="md">
          <Text fw={600}>{brand.name}</Text>
          <StepOf step={step} go={go} busy={busy} />
          {problem && (
            <Alert color="red" role="alert" p="sm">
              {problem}
            </Alert>
          )}
        </Stack>
      </Paper>
    </Center>
  );
}

function StepOf({ step, ...props }: StepProps & { step: Step }) {
  switch (step.at) {
    case 'email':
      return <EmailStep {...props} />;
    case 'password':
      return <PasswordStep {...props} email={step.email} choices={step.choices} />;
    case 'second-factor':
      return <SecondFactorStep {...props} challenge={step.challenge} />;
    case 'enrolment':
      return <EnrolmentStep {...props} challenge={step.challenge} setup={step.setup} />;
    case 'new-password':
      return <NewPasswordStep {...props} challenge={step.challenge} />;
    case 'blocked':
      return <BlockedStep {...props} challenge={step.challenge} />;
    case 'in':
      return null;
  }
}
