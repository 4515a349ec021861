import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  durableName,
  evaluateCheck,
  memberActivated,
  type Envelope,
  type MemberChange,
  type MemberState,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { accountState, envelopeOf, memberState } from '../../../../../test/access/people.js';
import { eventually } from '../../../../../test/harness/eventually.js';

let world: AccessWorld;
let account: AccountDouble;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
});
afterAll(() => world.close());

interface Kept {
  standing: string;
  revision: string;
  roles: string[];
}

/** What the database holds of a member. */
async function kept(memberId: string): Promise<Kept | undefined> {
  const rows = await world.query<Kept>(
    `select standing, revision, array(select role_id::text from member_roles h where h.member_id = m.id) as roles
     from members m where id = $1`,
    [memberId],
  );
  return rows[0];
}

/** A member's states as identity commits them. `statuses[0]` is revision 1. */
function life(statuses: MemberState['status'][], roleIds: string[]): Envelope<MemberChange>[] {
  const base = memberState({ roleIds });
  return statuses.map((status, index) => envelopeOf(account.state, { ...base, status, revision: index + 1 }));
}

describe('A member, as identity describes them', () => {
  it.each([
    ['as they happened', [0, 1, 2, 3]],
    ['backwards', [3, 2, 1, 0]],
    ['mixed', [1, 3, 0, 2]],
    ['mixed otherwise', [2, 0, 3, 1]],
  ])('ends the same where events come by the stream %s and by command in between', async (_, order) => {
    const events = life(['invited', 'active', 'revoked', 'active'], [account.role('editor')]);
    const [last] = events.slice(-1);
    if (!last) throw new Error('A life has an end');
    const memberId = last.subject;
    for (const index of order) {
      const event = events[index];
      if (!event) continue;
      await world.publish(event);
      // Accepting sends the same envelope by command, possibly twice at the same time.
      if (index % 2 === 1) await Promise.all([world.apply(event), world.apply(event)]);
    }
    await eventually('the last state', async () => ((await kept(memberId))?.revision === '4' ? true : undefined));
    const ids = events.map(({ id }) => id);
    await eventually('all events', async () => {
      const [row] = await world.query<{ count: string }>('select count(*) from inbox where envelope_id = any($1)', [
        ids,
      ]);
      return row?.count === '4' ? true : undefined;
    });
    await expect(kept(memberId)).resolves.toEqual({
      standing: 'active',
      revision: '4',
      roles: [account.role('editor')],
    });
    await expect(account.check(memberId, 'campaigns:publish')).resolves.toMatchObject({ allowed: true });
  });

  it('takes effect once by command and stream together, and the command answers again with the version', async () => {
    const [event] = life(['active'], [account.role('editor')]);
    if (!event) throw new Error('A life has a beginning');
    const versions = await Promise.all([world.apply(event), world.apply(event), world.apply(event)]);
    expect(new Set(versions).size).toBe(1);
    const inbox = await world.query('select consumer from inbox where envelope_id = $1', [event.id]);
    expect(inbox).toEqual([{ consumer: durableName('access', memberActivated.subject) }]);
    await world.publish(event);
    const later = await account.member(['editor']);
    await eventually('the later event to be handled', async () => {
      const probe = envelopeOf(account.state, memberState({ id: later, revision: 9 }));
      await world.publish(probe);
      return (await kept(later))?.revision === '9' ? true : undefined;
    });
    const told = await world.query(`select 1 from outbox where envelope ->> 'subject' = $1`, [event.subject]);
    expect(told).toHaveLength(1);
  });

  it('is not invited again by an invitation that arrives late', async () => {
    const [invitation, acceptance] = life(['invited', 'active'], [account.role('editor')]);
    if (!invitation || !acceptance) throw new Error('A life has two events');
    const version = await world.apply(acceptance);
    await expect(world.apply(invitation)).resolves.toBe(version);
    await expect(kept(acceptance.subject)).resolves.toMatchObject({ standing: 'active' });
  });

  it('keeps the roles that they were given here: promised roles count once only', async () => {
    const [invitation, acceptance] = life(['invited', 'active'], [account.role('editor')]);
    if (!invitation || !acceptance) throw new Error('A life has two events');
    await world.apply(invitation);
    await account.setRoles(account.owner, invitation.subject, ['read-only']);
    await world.apply(acceptance);
    await expect(kept(invitation.subject)).resolves.toMatchObject({ roles: [account.role('read-only')] });
  });

  it('gets the role that has replaced a promised one, and none for one that is not known', async () => {
    const gone = uuidv7();
    await account.insert(
      `insert into roles (account_id, id, name, grants, deleted, replaced_by) values ($1, $2, 'Gone', '{}', true, $3)`,
      [gone, account.role('contributor')],
    );
    const follower = memberState({ roleIds: [uuidv7(), gone] });
    await account.apply(follower);
    await expect(kept(follower.id)).resolves.toMatchObject({ roles: [account.role('contributor')] });
    const other = await world.account();
    const foreign = memberState({ roleIds: [other.role('admin')] });
    await account.apply(foreign);
    await expect(kept(foreign.id)).resolves.toMatchObject({ roles: [] });
  });

  it('is a tombstone without a name once deleted, and no longer a member', async () => {
    const memberId = await account.member(['editor']);
    const version = await account.takeAway(account.owner, memberId, 'deleted', 2);
    await account.apply(memberState({ id: memberId, status: 'deleted', revision: 3 }));
    await expect(kept(memberId)).resolves.toMatchObject({ roles: [] });
    const told = await world.query(
      `select envelope -> 'data' as data from outbox
       where envelope ->> 'subject' = $1 order by (envelope #>> '{data,version}')::bigint desc limit 1`,
      [memberId],
    );
    expect(told).toEqual([{ data: { memberId, roles: [], version } }]);
    const rows = await world.query('select email, first_name, user_id, status from members where id = $1', [memberId]);
    expect(rows).toEqual([{ email: '', first_name: '', user_id: null, status: 'deleted' }]);
    await expect(account.check(memberId, 'self:view')).resolves.toMatchObject({ reason: 'unknown_member' });
    const late = memberState({ id: memberId, revision: 2, roleIds: [account.role('admin')] });
    await account.apply(late);
    await expect(account.check(memberId, 'self:view')).resolves.toMatchObject({ reason: 'unknown_member' });
  });
});

describe('The account', () => {
  it("has its system roles once, and its owner holds the owner's role, whichever member comes first", async () => {
    const state = accountState();
    const owner = memberState({ id: state.ownerMemberId });
    const colleague = memberState();
    const [first] = await Promise.all([
      world.apply(envelopeOf(state, colleague)),
      world.apply(envelopeOf(state, owner)),
      world.apply(envelopeOf(state, memberState())),
    ]);
    expect(first).toBeGreaterThan(0);
    const slugs = await world.query<{ slug: string }>('select slug from roles where account_id = $1 order by id', [
      state.id,
    ]);
    expect(slugs.map(({ slug }) => slug)).toEqual(['admin', 'editor', 'contributor', 'read-only']);
    const held = await world.query(
      `select r.slug from member_roles h join roles r on r.account_id = h.account_id and r.id = h.role_id
       where h.member_id = $1`,
      [owner.id],
    );
    expect(held).toEqual([{ slug: 'admin' }]);
  });

  it('gives the role to a new owner in the same change', async () => {
    const small = await world.account();
    const heir = await small.member(['read-only']);
    const owned = { ...small.state, ownerMemberId: heir, revision: 2 };
    await world.apply(envelopeOf(owned, memberState({ id: heir, revision: 3 })));
    await expect(kept(heir)).resolves.toMatchObject({ roles: [small.role('admin')] });
    await expect(small.check(heir, 'account:transfer')).resolves.toMatchObject({ reason: 'account_owner' });
    await expect(small.check(small.owner, 'account:transfer')).resolves.toMatchObject({ reason: 'not_grantable' });
  });

  it('is closed while it is not active, and opens with the event that makes it active', async () => {
    const state = accountState({ status: 'pending' });
    const owner = memberState({ id: state.ownerMemberId });
    const check = () =>
      world.rpc.call(evaluateCheck, { accountId: state.id, memberId: owner.id, permission: 'campaigns:view' });
    await world.apply(envelopeOf(state, owner));
    await expect(check()).resolves.toMatchObject({ allowed: false, reason: 'account_suspended' });
    await world.apply(envelopeOf({ ...state, status: 'active', revision: 2 }, owner));
    await world.apply(envelopeOf(state, memberState()));
    await expect(check()).resolves.toMatchObject({ allowed: true, reason: 'account_owner' });
  });
});
