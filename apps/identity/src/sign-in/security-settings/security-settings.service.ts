import { Inject, Injectable } from '@nestjs/common';
import {
  changeSecuritySettings,
  RosterError,
  settingsUnsupported,
  type CallContext,
  type ChangeSecuritySettings,
  type PresetSet,
  type SecuritySettings,
} from '@roster/contracts';
import {
  Database,
  Idempotency,
  invalid,
  networkOf,
  PRESETS,
  signedIn,
  signedInPerson,
  type SignedInPerson,
} from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount, lockAccount } from '../../people/accounts/accounts.service.js';
import { partOf, recordAct } from '../../core/acts.js';
import { SessionsConfig } from '../../sessions/sessions/sessions.config.js';
import { authorizeAddress } from '../ip-addresses/authorized.js';
import { changesOf, toSettings } from './security-settings.js';

@Injectable()
export class SecuritySettingsService {
  constructor(
    private readonly config: SessionsConfig,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  get(call: CallContext): Promise<SecuritySettings> {
    const { accountId } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) =>
      toSettings(await findAccount(manager, accountId), this.config),
    );
  }

  /** Rejects with `settings.unsupported` if the product has no IP restrictions. */
  change(input: ChangeSecuritySettings, context: CallContext): Promise<SecuritySettings> {
    const call = signedInPerson(context);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, changeSecuritySettings, input, () => this.apply(manager, input, call)),
    );
  }

  private async apply(
    manager: EntityManager,
    input: ChangeSecuritySettings,
    call: SignedInPerson,
  ): Promise<SecuritySettings> {
    const { accountId } = call;
    const account = await lockAccount(manager, accountId);
    if (input.ipRestrictions && !this.presets.get(account.preset)?.features.ipRestrictions) {
      throw new RosterError(settingsUnsupported);
    }
    const changed = changesOf(account, input);
    if (Object.keys(changed).length > 0) {
      if (changed.ipRestrictions) await this.authorizeActor(manager, call);
      await manager.update(AccountEntity, { id: accountId }, changed);
      const names = Object.keys(changed) as (keyof typeof changed)[];
      const before = Object.fromEntries(names.map((name) => [name, account[name]]));
      const parts = partOf({ kind: 'security-settings', id: accountId }, before, { ...changed });
      const target = { type: 'account', id: accountId };
      await recordAct(manager, accountId, { action: 'security-settings.changed', target, parts }, call);
    }
    return toSettings({ ...account, ...changed }, this.config);
  }

  /** Authorizes the actor's own address, so that turning the restriction on does not lock them out. */
  private async authorizeActor(manager: EntityManager, call: SignedInPerson): Promise<void> {
    const address = networkOf(call.client?.address);
    if (address === undefined) {
      throw invalid({ path: 'ipRestrictions', message: 'cannot be turned on from an unknown network address' });
    }
    const { accountId, actor } = call;
    await authorizeAddress(manager, { accountId, memberId: actor.memberId, address }, call);
  }
}
