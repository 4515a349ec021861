import { getSnapshot, RosterError, serviceUnavailable, type RpcCaller, type SnapshotPage } from '@roster/contracts';
import { patched, type AccountPolicy, type MemberPolicy, type ProjectPolicy } from '@roster/permissions';
import { asUnavailable } from '../bus/unavailable.js';
import type { LoadedAccount, SnapshotSource } from './source.js';

/** How often an account that changes while its pages are read is begun anew. */
const ATTEMPTS = 5;

type Found = SnapshotPage & Required<Pick<SnapshotPage, 'preset' | 'catalogueHash' | 'version'>>;

/** Accounts from the access service, page by page. */
export class RpcSnapshotSource implements SnapshotSource {
  constructor(private readonly rpc: RpcCaller) {}

  async load(accountId: string, since?: number): Promise<LoadedAccount | undefined> {
    let first = await this.page({ accountId, ...(since !== undefined && { since }) });
    for (let attempt = 1; first && attempt <= ATTEMPTS; attempt += 1) {
      const { preset, catalogueHash, version, deltas } = first;
      if (deltas) return { preset, catalogueHash, version, state: { kind: 'deltas', deltas } };
      const read = await this.whole(accountId, first);
      if (read === undefined) return undefined;
      if ('policy' in read) {
        const { policy } = read;
        return { preset, catalogueHash, version: policy.version, state: { kind: 'whole', policy } };
      }
      first = read.first;
    }
    if (!first) return undefined;
    throw new RosterError(serviceUnavailable, 'The account changes faster than it can be read');
  }

  /**
   * The rest of the pages. Where some are of a later version than the first, the deltas from there on make them one;
   * where those are not to be had any more, what came instead is the first page of another attempt.
   */
  private async whole(
    accountId: string,
    first: Found,
  ): Promise<{ policy: AccountPolicy } | { first: Found } | undefined> {
    const { account, version } = first;
    if (!account) throw new RosterError(serviceUnavailable, 'The first page of an account is without the account');
    const members: MemberPolicy[] = [...(first.members ?? [])];
    const projects: ProjectPolicy[] = [...(first.projects ?? [])];
    let moved = false;
    for (let after = first.next; after;) {
      const page = await this.page({ accountId, after });
      if (!page) return undefined;
      members.push(...(page.members ?? []));
      projects.push(...(page.projects ?? []));
      moved ||= page.version !== version;
      after = page.next;
    }
    const policy: AccountPolicy = { ...account, version, members, projects };
    if (!moved) return { policy };
    const later = await this.page({ accountId, since: version });
    if (!later) return undefined;
    return later.deltas ? { policy: later.deltas.reduce(patched, policy) } : { first: later };
  }

  private async page(query: { accountId: string; since?: number; after?: string }): Promise<Found | undefined> {
    const page = await this.rpc.call(getSnapshot, query).catch(asUnavailable);
    if (!page.found) return undefined;
    const { preset, catalogueHash, version } = page;
    if (preset === undefined || catalogueHash === undefined || version === undefined)
      throw new RosterError(serviceUnavailable, 'The answer of the access service has no version');
    return { ...page, preset, catalogueHash, version };
  }
}
