import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  AccessKeys,
  Bus,
  followAccess,
  RosterAuthorizer,
  RosterClient,
  RosterEvaluator,
  RpcClient,
  RpcSnapshotSource,
} from '@roster/client';
import type { CallContext, PresetSet } from '@roster/contracts';
import { Authorizer } from './handler/permission.guard.js';
import { PRESETS } from '../service/presets.js';

/** The decisions of this process: accounts that it was asked about, kept up to date by the events of access. */
@Injectable()
export class Decisions implements OnApplicationBootstrap, OnModuleDestroy {
  readonly evaluator: RosterEvaluator;
  /** Access itself, for decisions that cannot be made here. */
  readonly remote: RosterClient;
  private stop: () => void = () => undefined;

  constructor(
    private readonly bus: Bus,
    rpc: RpcClient,
    private readonly keys: AccessKeys,
    @Inject(PRESETS) presets: PresetSet,
  ) {
    this.remote = new RosterClient(rpc);
    this.evaluator = new RosterEvaluator({
      source: new RpcSnapshotSource(rpc, keys),
      presets,
      remote: this.remote,
      logger: bus.logger,
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stop = await followAccess(this.bus, this.keys, this.evaluator);
  }

  onModuleDestroy(): void {
    this.stop();
  }
}

/** Authorizes each command in the service that runs it. */
@Injectable()
export class EmbeddedAuthorizer extends Authorizer {
  private readonly authorizer: RosterAuthorizer;

  constructor({ evaluator, remote }: Decisions) {
    super();
    this.authorizer = new RosterAuthorizer(evaluator, remote);
  }

  authorize(context: CallContext, permission: string): Promise<void> {
    return this.authorizer.authorize(context, permission);
  }

  override reach(context: CallContext): Promise<void> {
    return this.authorizer.reach(context);
  }
}
