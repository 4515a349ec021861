import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isRefusal } from '../../api/problem.js';
import { ownPath } from '../../app/own-path.js';
import { ProblemAlert } from '../../app/problem-alert.js';
import { startAnew } from '../../app/session.js';
import { useWork } from '../../app/work.js';
import { BlockedStep } from './blocked-step.js';
import { CodesStep } from './codes-step.js';
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
  /** What went wrong at the last try, for the field that it is about. */
  readonly error: unknown;
}

interface Props {
  /** Where the sign-in stands when this is shown. */
  readonly first: Step;
  /** Where it leads in the end; only to a page of this console (S59). */
  readonly next?: string | undefined;
}

/** The steps of a sign-in, however it was begun: at the page for it, by an invitation, at an identity provider. */
export function Gate({ first, next }: Props) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [step, setStep] = useState(first);
  const { busy, error, run } = useWork();

  const go: StepProps['go'] = (work) =>
    run(async () => {
      try {
        const reached = await work();
        if (reached?.at === 'in') {
          startAnew(queries);
          await navigate({ to: ownPath(next, location.origin) });
        } else if (reached) setStep(reached);
      } catch (failure) {
        // Nothing of this sign-in can go on.
        if (isRefusal(failure, 'challenge.invalid')) setStep({ at: 'email' });
        throw failure;
      }
    });

  return (
    <>
      <StepOf step={step} go={go} busy={busy} error={error} next={next} />
      {error !== undefined && !isOfField(error) && <ProblemAlert error={error} />}
    </>
  );
}

/** Told at the field itself. */
const isOfField = (error: unknown): boolean => isRefusal(error, 'user.password-weak');

function StepOf({ step, next, ...props }: StepProps & { step: Step; next: string | undefined }) {
  switch (step.at) {
    case 'email':
      return <EmailStep {...props} />;
    case 'password':
      return <PasswordStep {...props} email={step.email} choices={step.choices} next={next} />;
    case 'second-factor':
      return <SecondFactorStep {...props} challenge={step.challenge} />;
    case 'enrolment':
      return <EnrolmentStep {...props} challenge={step.challenge} setup={step.setup} />;
    case 'codes':
      return <CodesStep {...props} codes={step.codes} after={step.after} />;
    case 'new-password':
      return <NewPasswordStep {...props} challenge={step.challenge} />;
    case 'blocked':
      return <BlockedStep {...props} challenge={step.challenge} />;
    case 'in':
      return null;
  }
}
