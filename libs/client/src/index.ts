export {
  authzenBatchJson,
  authzenJson,
  fastEvaluations,
  isPlainEvaluation,
  isPlainEvaluations,
  readEvaluations,
} from './fast-path/authzen.js';
export {
  authzenQuestion,
  isMemberType,
  namesIn,
  ownerIn,
  ownerOf,
  permissionOf,
  projectSent,
  subjectOf,
  type Evaluation,
} from './authzen/authzen.js';
export { readEvaluation, type Unreadable } from './authzen/evaluations.js';
export { lowerCase, type MemberNamed } from './authzen/names.js';
export { Bus, type BusOptions } from './bus/bus.js';
export type { Logger } from './bus/logger.js';
export { observing, type Observe, type ObservedCall } from './bus/observe.js';
export { RpcClient } from './bus/rpc.client.js';
export { answer, readContext, readObject, refusal, type Reply } from './bus/wire.js';
export { RosterAuthorizer, type Authority } from './decision/authorizer.js';
export { fastDecisions, fastDecision, decisionJson, decisionsJson } from './fast-path/checks.js';
export { decided, explained, type ResolvedQuestion } from './decision/decided.js';
export { isPlainBatch, isPlainBatchRequest, isPlainRequest } from './fast-path/plain-checks.js';
export { decisionOf, featureOf, questionOf } from './decision/wire.js';
export { ForeignCatalogue, RosterEvaluator, type Demand, type RosterEvaluatorOptions } from './evaluator/evaluator.js';
export { RpcSnapshotSource } from './evaluator/rpc-source.js';
export type { LoadedAccount, SnapshotSource } from './evaluator/source.js';
export { followAccess, type AccessListener } from './feed/access-feed.js';
export { AccessKeys, AccessSigner } from './feed/access-keys.js';
export { sayBeat } from './feed/beat.js';
export { sealed, sealedHash, type Link } from './feed/seal.js';
export { RosterClient } from './remote/roster-client.js';
export type { RecordColumns } from './filter/condition.js';
export { filterQuery, type WhereBuilder } from './filter/filter-query.js';
export { filterSql, type FilterSqlOptions, type SqlCondition } from './filter/filter-sql.js';
export { recordFilter, type RecordFilter, type RecordQuestion } from './filter/record-filter.js';
export type { ListQuestion } from './filter/record-lists.js';
export type { MirrorDatabase } from './mirror/database.js';
export { Mirror } from './mirror/mirror.js';
export { isMirrorElsewhere, MIRROR_SCHEMA, MIRROR_SCHEMA_DOWN } from './mirror/schema.js';
export { Asking, type Asker } from './nest/asker.js';
export { RequirePermission } from './nest/permission.guard.js';
export type { About, Asked } from './nest/requirement.js';
export { RosterModule, type RosterModuleAsyncOptions, type RosterModuleOptions } from './nest/roster.module.js';
export { Roster, type RosterOptions } from './roster.js';
