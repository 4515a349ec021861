import { BlockedStep } from './blocked-step.js';
import { CodesStep } from './codes-step.js';
import { EnrolmentStep } from './enrolment-step.js';
import type { StepProps } from './gate.js';
import { NewPasswordStep } from './new-password-step.js';
import { PasswordStep } from './password-step.js';
import { SecondFactorStep } from './second-factor-step.js';
import type { Step } from './sign-in.js';

interface Props extends StepProps {
  step: Exclude<Step, { readonly at: 'email' }>;
  next: string | undefined;
}

/** The page state of a sign-in that has begun. */
export function LaterStep({ step, next, ...props }: Props) {
  switch (step.at) {
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
