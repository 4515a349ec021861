import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  getSeats,
  memberActivated,
  memberDeactivated,
  memberDeleted,
  memberEdited,
  memberRevoked,
  openSubscription,
  useSeats,
  type EventContract,
  type MemberChange,
  type MemberState,
} from '@roster/contracts';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { answerChecks } from '../../../../test/harness/decisions.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { envelopeOf, type Peer } from '../../../../test/harness/peer.js';
import { reserve } from '../../../../test/harness/seats.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

/** Seats of members who leave and come back, each time with another key. */
let world: ServiceWorld<BillingConfig>;
let identity: Peer;
let gateway: Peer;
let accountId: string;
let sql: Client;

beforeAll(async () => {
  const options = { context: 'billing', config: BillingConfig, entities, migrations } as const;
  world = await ServiceWorld.create(BillingModule, {
    ...options,
    entities: [...entities],
    migrations: [...migrations],
  });
  await world.start();
  [identity, gateway] = [await world.peer('identity'), await world.peer('gateway')];
  answerChecks(await world.peer('access'), () => ({ allowed: true, reason: 'role', scope: ['all'], version: 1 }));
  accountId = uuidv7();
  sql = new Client({ connectionString: world.database.migrationUrl });
  await sql.connect();
  await identity.call(openSubscription, { accountId, preset: 'ortto', planId: 'team', ownerMemberId: uuidv7() });
});
afterAll(async () => {
  await sql.end();
  await world.close();
});

const tell = (event: EventContract<MemberChange>, state: Pick<MemberState, 'id'> & Partial<MemberState>) => {
  const person = { userId: null, email: '', firstName: '', lastName: '' };
  const data: MemberChange = {
    account: { id: accountId, name: 'A', preset: 'ortto', status: 'active', ownerMemberId: uuidv7(), revision: 1 },
    member: { ...person, status: 'active', roleIds: [], revision: 1, ...state },
  };
  return identity.publish(event, envelopeOf(event, accountId, state.id, data));
};

const counts = async () => {
  const actor = { kind: 'session', memberId: uuidv7(), userId: uuidv7(), sessionId: uuidv7() } as const;
  const { pools } = await gateway.call(getSeats, {}, { accountId, actor });
  return [pools[0]?.used, pools[0]?.reserved];
};
const settled = (used: number, reserved: number) =>
  eventually(`${used} used and ${reserved} reserved`, async () =>
    JSON.stringify(await counts()) === JSON.stringify([used, reserved]) ? true : undefined,
  );

const seats = (...keys: string[]) => ({ accountId, pool: 'users', keys });

it('are free when the member is revoked, used when they are back, and free again by any key', async () => {
  const [id, second, third] = [uuidv7(), uuidv7(), uuidv7()];
  await identity.call(useSeats, seats(id));
  await tell(memberRevoked, { id, status: 'revoked' });
  await settled(1, 0);
  await reserve(identity, seats(second));
  await settled(1, 1);
  await tell(memberActivated, { id, seatKey: second });
  await settled(2, 0);
  // Late events about earlier seats. Today's seat stays theirs.
  await tell(memberRevoked, { id, status: 'revoked', seatKey: id });
  await tell(memberRevoked, { id, status: 'revoked', seatKey: second });
  await settled(1, 0);
  await reserve(identity, seats(third));
  await tell(memberActivated, { id, seatKey: third });
  await settled(2, 0);
  await tell(memberDeleted, { id, status: 'deleted', seatKey: third });
  await settled(1, 0);
  await expect(identity.call(useSeats, seats(third))).rejects.toMatchObject({ code: 'seat.released' });
});

it('stay free if the event of coming back arrives after the one of leaving again', async () => {
  const [id, second] = [uuidv7(), uuidv7()];
  await reserve(identity, seats(second));
  await tell(memberRevoked, { id, status: 'revoked', seatKey: second });
  await settled(1, 0);
  await tell(memberActivated, { id, seatKey: second });
  const last = uuidv7();
  await reserve(identity, seats(last));
  await tell(memberDeactivated, { id: last, status: 'inactive', seatKey: last });
  await settled(2, 0);
});

it('stay reserved for an invited member, whatever changes about them in the meantime', async () => {
  const [before = 0] = await counts();
  const [id, other] = [uuidv7(), uuidv7()];
  await reserve(identity, seats(id, other));
  await tell(memberEdited, { id, status: 'invited', firstName: 'Ira', seatKey: id });
  await tell(memberEdited, { id: other, firstName: 'Ada', seatKey: other });
  const stateOf = async (key: string) =>
    (await sql.query<{ state: string }>('select state from seat_keys where key = $1', [key])).rows[0]?.state;
  await eventually('the other one sits', async () => ((await stateOf(other)) === 'used' ? true : undefined));
  expect(await stateOf(id)).toBe('reserved');
  await settled(before + 1, 1);
  await tell(memberActivated, { id, seatKey: id });
  await settled(before + 2, 0);
});
