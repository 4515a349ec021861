import { Injectable } from '@nestjs/common';
import {
  RosterError,
  ssoConnectionNotFound,
  ssoUnreachable,
  type ChangeSsoConnection,
  type CreateSsoConnection,
  type SsoConnection,
} from '@roster/contracts';
import type { SignedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RelyingParty, type Provider } from '../identity-providers/relying-party.js';
import { PublicUrlConfig } from '../../core/public-url.config.js';
import { Secrets } from '../../core/secrets.js';
import { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { issuerOf, providerOf, secretOf, toSsoConnection, unusable } from './sso-connection.js';

const NOT_STOPPED = { stoppedFor: null, stoppedBy: null, stoppedAt: null };

/** The rows of connections, with sealed secrets. */
@Injectable()
export class SsoConnectionStore {
  constructor(
    private readonly config: PublicUrlConfig,
    private readonly provider: RelyingParty,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Rejects with `sso-connection.issuer-unusable` if there is no such provider under this issuer, or we may not send
   * requests to it.
   */
  async newConnection(input: CreateSsoConnection, call: SignedInPerson): Promise<SsoConnectionEntity> {
    const { kind, name, clientId, clientSecret, provisions = false, roleIds = [] } = input;
    const { trustsSecondFactor = false, trustsAddresses = false } = input;
    const id = uuidv7();
    const row: SsoConnectionEntity = {
      accountId: call.accountId,
      id,
      kind,
      name,
      issuer: issuerOf(kind, input.issuer),
      clientId,
      clientSecret: this.secrets.seal(clientSecret, secretOf(id)),
      enforced: false,
      provisions,
      trustsSecondFactor,
      trustsAddresses,
      roleIds,
      granterId: call.actor.memberId,
      ...NOT_STOPPED,
      createdAt: new Date(),
    };
    try {
      await this.provider.discover(providerOf(row, clientSecret));
    } catch (error) {
      const isUnreachable = error instanceof RosterError && error.is(ssoUnreachable);
      throw isUnreachable ? unusable('the provider has no readable metadata under this issuer', error) : error;
    }
    return row;
  }

  shown(row: SsoConnectionEntity): SsoConnection {
    return toSsoConnection(row, this.config.PUBLIC_URL);
  }

  changed(row: SsoConnectionEntity, input: ChangeSsoConnection, granterId: string): SsoConnectionEntity {
    const { name, clientId, clientSecret, enforced, provisions, trustsSecondFactor, trustsAddresses, roleIds } = input;
    return {
      ...row,
      name: name ?? row.name,
      clientId: clientId ?? row.clientId,
      clientSecret: clientSecret === undefined ? row.clientSecret : this.secrets.seal(clientSecret, secretOf(row.id)),
      enforced: enforced ?? row.enforced,
      provisions: provisions ?? row.provisions,
      trustsSecondFactor: trustsSecondFactor ?? row.trustsSecondFactor,
      trustsAddresses: trustsAddresses ?? row.trustsAddresses,
      roleIds: roleIds ?? row.roleIds,
      granterId,
      ...(provisions === false && NOT_STOPPED),
    };
  }

  /** The provider behind a connection. */
  providerOf(row: SsoConnectionEntity): Provider {
    return providerOf(row, this.secrets.open(row.clientSecret, secretOf(row.id)));
  }
}

/** Rejects with `sso-connection.not-found`. */
export async function findConnection(
  manager: EntityManager,
  accountId: string,
  id: string,
): Promise<SsoConnectionEntity> {
  const row = await manager.findOneBy(SsoConnectionEntity, { accountId, id });
  if (!row) throw new RosterError(ssoConnectionNotFound);
  return row;
}
