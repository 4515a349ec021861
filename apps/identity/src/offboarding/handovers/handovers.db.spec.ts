import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  editAccount,
  editMe,
  getHandover,
  handoverUnsupported,
  projectNotFound,
  requestInvalid,
  RosterError,
  setHandover,
  type HandoverWindow,
  type SetHandover,
} from '@roster/contracts';
import { codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

const EVERY_MORNING: HandoverWindow = { days: ['monday', 'friday'], from: '08:00', to: '12:00' };

describe('handover', () => {
  let world: IdentityWorld;
  let owner: Owner;

  beforeAll(async () => {
    world = await IdentityWorld.create();
    owner = await world.openAccount({ preset: 'botplatform' });
  });
  afterAll(() => world.close());

  const get = (projectId: string, call = owner.call) => world.gateway.call(getHandover, { projectId }, call);
  const set = (projectId: string, windows: SetHandover['windows'], call = owner.call) =>
    world.gateway.call(setHandover, { projectId, windows }, call);

  it('is always, until somebody sets it for one of their projects (ID-42)', async () => {
    const [here, there] = [randomUUID(), randomUUID()];
    const always = { projectId: here, windows: null, timeZone: 'UTC', reachable: true };
    expect(await get(here)).toEqual(always);
    expect(await set(here, [])).toEqual({ ...always, windows: [], reachable: false });
    expect(await set(here, [EVERY_MORNING])).toMatchObject({ windows: [EVERY_MORNING] });
    expect(await get(here)).toMatchObject({ windows: [EVERY_MORNING] });
    expect(await get(there)).toMatchObject({ windows: null, reachable: true });
    expect(await set(here, null)).toEqual(always);
    expect(await get(here)).toEqual(always);
  });

  it('goes by the clock of the member, or else of the account', async () => {
    const projectId = randomUUID();
    await world.gateway.call(editAccount, { timeZone: 'Asia/Tokyo' }, owner.call);
    expect(await get(projectId)).toMatchObject({ timeZone: 'Asia/Tokyo' });
    await world.gateway.call(editMe, { timeZone: 'Europe/Vienna' }, owner.call);
    expect(await get(projectId)).toMatchObject({ timeZone: 'Europe/Vienna' });
  });

  it('is each member’s own', async () => {
    const projectId = randomUUID();
    await set(projectId, []);
    const { member } = await world.colleague(owner);
    const call = { accountId: owner.accountId, actor: { ...owner.call.actor, memberId: member.id } };
    expect(await get(projectId, call)).toMatchObject({ windows: null });
  });

  it('is only for projects that the member works on', async () => {
    const projectId = randomUUID();
    world.neighbours.ownProject = () => {
      throw new RosterError(projectNotFound);
    };
    expect(await codeOf(get(projectId))).toBe(projectNotFound.code);
    expect(await codeOf(set(projectId, []))).toBe(projectNotFound.code);
    world.neighbours.ownProject = () => ({});
    expect(await get(projectId)).toMatchObject({ windows: null });
  });

  it('is only for products that have it', async () => {
    const other = await world.openAccount({ preset: 'ortto' });
    expect(await codeOf(get(randomUUID(), other.call))).toBe(handoverUnsupported.code);
    expect(await codeOf(set(randomUUID(), [], other.call))).toBe(handoverUnsupported.code);
  });

  it.each([
    [[{ ...EVERY_MORNING, from: '8:00' }]],
    [[{ ...EVERY_MORNING, to: '24:01' }]],
    [[{ ...EVERY_MORNING, days: [] }]],
    [[{ ...EVERY_MORNING, days: ['someday'] }]],
    [[{ ...EVERY_MORNING, days: ['monday', 'monday'] }]],
    [[{ ...EVERY_MORNING, isOwner: true }]],
    [Array.from({ length: 51 }, () => EVERY_MORNING)],
    ['always'],
    [undefined],
  ])('refuses %j', async (windows) => {
    expect(await codeOf(set(randomUUID(), windows as SetHandover['windows']))).toBe(requestInvalid.code);
  });
});
