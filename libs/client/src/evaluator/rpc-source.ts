import { getSnapshot, RosterError, serviceUnavailable, type RpcCaller, type SnapshotPage } from '@roster/contracts';
import { patched, type AccountPolicy, type MemberPolicy, type ProjectPolicy } from '@roster/permissions';
import { asUnavailable } from '../bus/unavailable.js';
import type { AccessKeys } from '../feed/access-keys.js';
import { opened, type Link } from '../feed/seal.js';
import type { LoadedAccount, SnapshotSource } from './source.js';

/** How often reading starts again where an account changes while its pages are read. */
const ATTEMPTS = 5;

type Found = SnapshotPage & Required<Pick<SnapshotPage, 'preset' | 'catalogueHash' | 'version'>>;

/** Reads accounts from the access service, page by page. */
export class RpcSnapshotSource implements SnapshotSource {
  constructor(
    private readonly rpc: RpcCaller,
    private readonly keys: AccessKeys,
  ) {}

  async load(accountId: string, since?: number): Promise<LoadedAccount | undefined> {
    let first = await this.page({ accountId, ...(since !== undefined && { since }) });
    for (let attempt = 1; first && attempt <= ATTEMPTS; attempt += 1) {
      const { preset, catalogueHash, version, deltas } = first;
      if (deltas) {
        const links = this.linksOf(accountId, first);
        if (links) return { preset, catalogueHash, version, state: { kind: 'deltas', deltas, links } };
        first = await this.page({ accountId });
        continue;
      }
      const read = await this.whole(accountId, first);
      if (read === undefined) return undefined;
      if ('policy' in read) {
        const { policy } = read;
        return { preset, catalogueHash, version: policy.version, state: { kind: 'whole', ...read } };
      }
      first = read.first;
    }
    if (!first) return undefined;
    throw new RosterError(serviceUnavailable, 'The account changes faster than it can be read');
  }

  /**
   * Reads the remaining pages. Where some are of a later version than the first, the deltas from there make them one
   * version. Where those deltas are no longer available, the answer is the first page of another attempt.
   */
  private async whole(
    accountId: string,
    first: Found,
  ): Promise<{ policy: AccountPolicy; hash?: string } | { first: Found } | undefined> {
    const { account, version, hash } = first;
    if (!account)
      throw new RosterError(serviceUnavailable, 'The first page of an account does not contain the account');
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
    if (!moved) return { policy, ...(hash !== undefined && { hash }) };
    const later = await this.page({ accountId, since: version });
    if (!later) return undefined;
    const links = later.deltas && this.linksOf(accountId, later);
    if (!later.deltas) return { first: later };
    if (!links) {
      const again = await this.page({ accountId });
      return again && { first: again };
    }
    const last = links.at(-1)?.hash ?? hash;
    return { policy: later.deltas.reduce(patched, policy), ...(last !== undefined && { hash: last }) };
  }

  /** The places of the deltas in the history; undefined where one of them is not sealed by access. */
  private linksOf(accountId: string, { deltas = [], seals = [] }: Found): Link[] | undefined {
    const links: Link[] = [];
    for (const [at, delta] of deltas.entries()) {
      const seal = seals[at];
      const link =
        seal && opened({ ...seal, accountId, from: delta.from, version: delta.version, delta }, seal, this.keys);
      if (!link) return undefined;
      links.push(link);
    }
    return links;
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
