import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { isRefusal } from '../../api/problem.js';
import { ownPath } from '../../app/own-path.js';
import { ProblemAlert } from '../../app/problem-alert.js';
import { startAnew } from '../../app/session.js';
import { useWork } from '../../app/work.js';
import { EmailStep } from './email-step.js';
import type { Step } from './sign-in.js';

/** All but the first, which is shown without waiting for them. */
const LaterStep = lazy(async () => ({ default: (await import('./later-step.js')).LaterStep }));

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
      {step.at === 'email' ? (
        <EmailStep go={go} busy={busy} error={error} />
      ) : (
        <Suspense>
          <LaterStep step={step} go={go} busy={busy} error={error} next={next} />
        </Suspense>
      )}
      {error !== undefined && !isOfField(error) && <ProblemAlert error={error} />}
    </>
  );
}

/** Told at the field itself. */
const isOfField = (error: unknown): boolean => isRefusal(error, 'user.password-weak');
