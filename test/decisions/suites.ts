import { botplatformDecisions, botplatformPartners } from './botplatform.cases.js';
import { certificationDecisions } from './certification.cases.js';
import type { DecisionSuite } from './decision-case.js';
import { jaicpDecisions } from './jaicp.cases.js';
import { modelDecisions, teamsOff } from './model.cases.js';
import { modelPartners } from './model.project.cases.js';
import { ontraportDecisions } from './ontraport.cases.js';
import { orttoDecisions, orttoSpecialStates, orttoSuspended } from './ortto.cases.js';

/** All golden decisions: every runner asks all of them, but for what it says that it cannot. */
export const SUITES: readonly DecisionSuite[] = [
  orttoDecisions,
  orttoSpecialStates,
  orttoSuspended,
  ontraportDecisions,
  botplatformDecisions,
  botplatformPartners,
  jaicpDecisions,
  certificationDecisions,
  modelDecisions,
  teamsOff,
  modelPartners,
];
