export { Catalogue, type Feature, type Permission, type Variant } from './catalogue/catalogue.js';
export type {
  ActionDefinition,
  ActionKind,
  ActionLevel,
  ActionVariant,
  CatalogueDefinition,
  FeatureDefinition,
  PropertyValue,
  SubordinateBasis,
} from './catalogue/definition.js';
export { catalogueProblems, type CatalogueProblem } from './catalogue/problems.js';
export {
  denial,
  isAllowing,
  REASONS,
  type Decision,
  type Explanation,
  type Question,
  type Reason,
  type RecordInQuestion,
  type Remedy,
  type Source,
  type TraceStep,
} from './decision/decision.js';
export { check, decide, explain } from './decision/decide.js';
export {
  needsProject,
  needsRegister,
  ownerSent,
  resolveQuestion,
  type AskedQuestion,
  type AskedRecord,
  type Properties,
  type RegisteredRecord,
} from './questions/resolve-question.js';
export { variantValues, type VariantValue, type VariantValues } from './questions/variant-values.js';
export { compile, CompiledAccount } from './compiled/compiled-account.js';
export { remedied } from './decision/remedied.js';
export { beyond, effective, exceeds, type Effective, type Held } from './effective/effective.js';
export { deltaBetween, patched, type AccountDelta, type Changed } from './policy/delta.js';
export type {
  AccountPolicy,
  AccountStatus,
  ExceptionPolicy,
  Grants,
  MemberPolicy,
  MemberStatus,
  PartnerMemberPolicy,
  PartnerPolicy,
  ProjectPolicy,
  ProjectTeamMembership,
  RolePolicy,
  TeamMembership,
} from './policy/policy.js';
export { isScopeName, SCOPE_NAMES, SCOPE_SETS, scopeBits, scopeNames, type ScopeName } from './scope/scope.js';
export { grantProblem, type GrantProblem } from './snapshot/grants.js';
export { snapshotOf, type Snapshot } from './snapshot/snapshot.js';
export type { Filter, OwnerPredicate } from './filter/filter.js';
export { filterOf, ownersOf, type FilterQuestion } from './filter/filter-of.js';
export {
  difference,
  differenceInSteps,
  type DifferenceOptions,
  type MemberDifference,
} from './difference/difference.js';
export { reachGained, type ReachGained } from './difference/reach-gained.js';
