import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkCovered } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';

let world: AccessWorld;
let account: AccountDouble;
/** A member who may set up ways to sign in, and not much else. */
let keeper: string;

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

beforeEach(async () => {
  account = await world.account();
  keeper = await account.memberWith({ 'security:view': true, 'security:edit': true, 'campaigns:view': true });
});

const covered = (coveringId: string, memberId?: string) =>
  world.rpc.call(checkCovered, { accountId: account.id, coveringId, ...(memberId !== undefined && { memberId }) });

const above = expect.objectContaining({ code: 'privilege.above-own' });

describe('Who the creator of a sign-in connection may let in (S51)', () => {
  it('is nobody above them: not the owner, not an administrator', async () => {
    const admin = await account.member(['admin']);
    await expect(covered(keeper, account.owner)).rejects.toEqual(above);
    await expect(covered(keeper, admin)).rejects.toEqual(above);
    await expect(covered(admin, account.owner)).rejects.toEqual(above);
    await expect(covered(account.owner, admin)).resolves.toEqual({});
    await expect(covered(account.owner, account.owner)).resolves.toEqual({});
  });

  it('is everyone beside and below them, and they themselves, whether they have signed in or not', async () => {
    const below = await account.memberWith({ 'campaigns:view': true });
    const beside = await account.memberWith({ 'security:edit': true, 'campaigns:view': true });
    const invited = await account.memberWith({ 'campaigns:view': true }, { status: 'invited', userId: null });
    for (const id of [below, beside, invited, keeper]) await expect(covered(keeper, id)).resolves.toEqual({});
    const promised = await account.member(['admin'], { status: 'invited', userId: null });
    await expect(covered(keeper, promised)).rejects.toEqual(above);
  });

  it('is judged by what both hold at this instant', async () => {
    const [first, second] = [await account.member(['admin']), await account.member(['admin'])];
    const person = await account.member(['editor']);
    await expect(covered(first, person)).resolves.toEqual({});
    await account.setRoles(account.owner, first, ['editor']);
    await expect(covered(first, person)).rejects.toEqual(above);
    await expect(covered(second, person)).resolves.toEqual({});
    await account.takeAway(account.owner, second);
    await expect(covered(second, person)).rejects.toEqual(above);
    await expect(covered(uuidv7(), person)).rejects.toEqual(above);
  });

  it('is checked for everyone but the owner where nobody is named', async () => {
    const admin = await account.member(['admin']);
    await expect(covered(admin)).resolves.toEqual({});
    await expect(covered(keeper)).rejects.toEqual(above);
  });

  it('is the same while the account is suspended: somebody has to sign in and pay', async () => {
    const [below, admin] = [await account.memberWith({ 'campaigns:view': true }), await account.member(['admin'])];
    await world.applyAccount({ ...account.state, status: 'suspended', revision: account.state.revision + 1 });
    await expect(covered(keeper, below)).resolves.toEqual({});
    await expect(covered(keeper, admin)).rejects.toEqual(above);
  });

  it('is limited to one account', async () => {
    const other = await world.account();
    const stranger = await other.member(['read-only']);
    await expect(covered(account.owner, stranger)).rejects.toMatchObject({ code: 'member.not-found' });
    await expect(covered(other.owner, await account.member(['read-only']))).rejects.toEqual(above);
  });
});
