import { IsIn } from 'class-validator';
import { ScopeNames } from './scope.contract.js';

/** One step of the decision order. */
export class CheckTraceStep {
  step!: string;
  /** What the step looks at: `member and account`, `grants` … */
  name!: string;
  /** `passed`, or the rule that decided. */
  outcome!: string;
  /** What it found, with the names and ids of roles. */
  detail?: string;
}

/** One step of a remedy: add a grant (to a role, or as an exception), take away a DENY, add to the project team, activate. */
export class CheckRemedyStep {
  @IsIn(['grant', 'removeDeny', 'addToTeam', 'activate'])
  kind!: 'grant' | 'removeDeny' | 'addToTeam' | 'activate';
  permission?: string;
  @ScopeNames()
  scope?: string[];
  projectId?: string;
}
