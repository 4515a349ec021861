import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import { DomainsConfig } from './domains.config.js';

/** Reads DNS through the system's name servers, or those of the configuration. */
@Injectable()
export class TxtRecords {
  private readonly resolver = new Resolver({ timeout: 2_000, tries: 2 });

  constructor({ DNS_SERVERS }: DomainsConfig) {
    const servers = DNS_SERVERS.split(',')
      .map((server) => server.trim())
      .filter((server) => server !== '');
    if (servers.length > 0) this.resolver.setServers(servers);
  }

  /** An empty list also if no name server answers. */
  async of(name: string): Promise<string[][]> {
    try {
      return await this.resolver.resolveTxt(name);
    } catch {
      return [];
    }
  }
}
