import { Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  type DiscoverSso,
  type SsoAuthorization,
  type SsoChoice,
  type SsoChoices,
  type StartSso,
} from '@roster/contracts';
import { Database, enterAccount } from '@roster/service-kit';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { DomainEntity } from '../domains/domain.entity.js';
import { domainOf } from '../identity-providers/claims.js';
import { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { SsoQuestions } from './sso-questions.js';

/** The most accounts that are read for one domain. A company has few. */
const MOST_ACCOUNTS = 20;

/** Single sign-on before a person is signed in. */
@Injectable()
export class SsoDiscoveryService {
  constructor(
    private readonly database: Database,
    private readonly questions: SsoQuestions,
  ) {}

  /** Looks at the domain only, not at whether the address is known (S12). */
  async discover({ email }: DiscoverSso): Promise<SsoChoices> {
    const normal = normaliseEmail(email);
    if (normal === undefined) return { connections: [] };
    const domain = domainOf(normal);
    return this.database.through({ domain }, async (manager) => {
      const where = { domain, verifiedAt: Not(IsNull()) };
      const rows = await manager.find(DomainEntity, { where, order: { verifiedAt: 'asc' }, take: MOST_ACCOUNTS });
      const connections: SsoChoice[] = [];
      for (const { accountId } of rows) connections.push(...(await choicesOf(manager, accountId)));
      return { connections };
    });
  }

  start(input: StartSso): Promise<SsoAuthorization> {
    return this.questions.ask(input, 'sign-in');
  }
}

async function choicesOf(manager: EntityManager, accountId: string): Promise<SsoChoice[]> {
  await enterAccount(manager, accountId);
  const rows = await manager.find(SsoConnectionEntity, { where: { accountId }, order: { id: 'asc' } });
  const enforced = rows.filter((row) => row.enforced);
  return (enforced.length > 0 ? enforced : rows).map((row) => ({
    accountId,
    connectionId: row.id,
    kind: row.kind,
    name: row.name,
    enforced: row.enforced,
  }));
}
