export { Bus, RpcClient, type BusOptions, type Observe, type ObservedCall } from '@roster/client';
export { takeDue, type DueRows } from './background/due-rows.js';
export { Repeating, type RepeatingOptions } from './background/repeating.js';
export { Decisions, EmbeddedAuthorizer } from './rpc/decisions.js';
export { afterCommit } from './database/after-commit.js';
export { dataSource, type DataSourceOptions } from './database/data-source.js';
export { aside, Database, enterAccount, enterScope, type DatabaseOptions, type RlsScope } from './database/database.js';
export { Idempotency } from './database/idempotency.js';
export { migrate, type MigrateOptions } from './database/migrate.js';
export { followedEvents, unfollowedEvents } from './database/schema/followed-events.js';
export { outboxTables } from './database/schema/outbox-tables.js';
export {
  globalTable,
  tenantTable,
  type Grant,
  type LensColumn,
  type TenantTableOptions,
} from './database/schema/policies.js';
export { databaseRoles, type DatabaseRoles } from './database/schema/roles.js';
export { Consumer, type ConsumerOptions } from './events/consumer/consumer.js';
export { EventHandlers, type EventHandlersOptions } from './events/event-handlers.js';
export { Inbox } from './events/inbox.js';
export { OnEvent, type EventHandler } from './events/on-event.js';
export { Outbox, type EventFields } from './events/outbox.js';
export { Relay, type RelayOptions } from './events/relay.js';
export { API_TIMEOUT } from './events/stream/api-timeout.js';
export { networkOf, readAddress } from './network/address.js';
export { isWithin, readNetwork } from './network/cidr.js';
export { assertMayTouch, type Touched } from './rpc/callers/limits.js';
export { Call, Handle, Input } from './rpc/handler/handle.js';
export { Authorizer, Conditions, PermissionGuard } from './rpc/handler/permission.guard.js';
export { FastAnswers } from './rpc/fast-answers.js';
export { RpcContext } from './rpc/rpc.context.js';
export { NatsRpcServer, type NatsRpcServerOptions } from './rpc/rpc.server.js';
export { validate } from './rpc/validation/validate.js';
export { brandOf } from './config/brand.js';
export { ConfigError, loadConfig, ProcessConfig, ServiceConfig } from './config/config.js';
export { Whole } from './config/whole.js';
export { HealthRegistry, type Probe } from './health/health.js';
export { Metrics } from './health/metrics.js';
export { createLogger, LOGGER, nestLogger, type Logger } from './logs/logger.js';
export { PRESETS } from './service/presets.js';
export { rosterService, type RosterProcess, type RosterService, type Running } from './service/process.js';
export { runProcess, runService } from './service/run.js';
export { type ServiceOptions } from './service/service.module.js';
export { defineService, startService } from './service/service.js';
export { answerOf, pageOf, type Page } from './database/page.js';
export { signedIn, signedInPerson, type SignedIn, type SignedInPerson } from './rpc/signed-in.js';
export { invalid } from './rpc/validation/invalid.js';
