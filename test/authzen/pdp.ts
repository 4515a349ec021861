import { allRpcs, putRecord } from '@roster/contracts';
import { ask, type RequestOptions, type Response } from '../../apps/gateway/src/testing/client.js';
import { Peers } from '../../apps/gateway/src/testing/peers.js';
import { openGateway, type OpenGateway } from '../../apps/gateway/src/testing/test-gateway.js';
import { AccessWorld, type AccountDouble } from '../access/access-world.js';

/** Access behind the real gateway, with a signed-in member calling it as a policy decision point. */
export class DecisionPointUnderTest {
  private constructor(
    readonly world: AccessWorld,
    readonly account: AccountDouble,
    private readonly peers: Peers,
    private readonly gateway: OpenGateway,
  ) {}

  static async open(preset: string): Promise<DecisionPointUnderTest> {
    const world = await AccessWorld.create();
    const peers = await Peers.join(world.nats.url);
    // Only access is the real one.
    for (const contract of allRpcs().filter(({ context }) => context === 'access')) await peers.leave(contract);
    const gateway = await openGateway(world.nats.url);
    return new DecisionPointUnderTest(world, await world.account({ preset }), peers, gateway);
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.peers.close();
    await this.world.close();
  }

  /** The token of a member of the account. */
  tokenOf(memberId: string): string {
    return this.peers.signIn({ accountId: this.account.id, memberId }).token;
  }

  async register(type: string, id: string, record: { ownerId: string | null; properties?: Record<string, unknown> }) {
    await this.world.rpc.call(putRecord, { type, id, ...record }, this.account.as(this.account.owner));
  }

  /** Any request as it is. */
  send(path: string, options: RequestOptions): Promise<Response> {
    return ask(this.gateway.port, path, options);
  }

  /** A request in the name of a member, the owner unless said. */
  post(path: string, body: unknown, memberId = this.account.owner): Promise<Response> {
    const headers = { authorization: `Bearer ${this.tokenOf(memberId)}` };
    return this.send(path, { method: 'POST', headers, body });
  }
}
