import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accountNotOwner,
  confirmPhone,
  getAccount,
  mailRequested,
  phoneCodeInvalid,
  rateLimited,
  requestInvalid,
  revealToken,
  tokenInvalid,
  verifyPhone,
} from '@roster/contracts';
import { compete, settled } from '../../../../../test/harness/once-of-many.js';
import { codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';
import { TRIES } from './phone-verification.js';

const PHONE = '+431234567';

describe('validating the account with a telephone number', () => {
  let world: IdentityWorld;

  beforeAll(async () => {
    world = await IdentityWorld.create();
  });
  afterAll(() => world.close());

  const start = (owner: Owner, phone = PHONE) => world.gateway.call(verifyPhone, { phone }, owner.call);
  const confirm = (owner: Owner, code: string) => world.gateway.call(confirmPhone, { code }, owner.call);

  /** The code in the last message that was ordered. */
  const messageOf = async ({ accountId }: Owner) => {
    const envelopes = await world.events(mailRequested);
    const last = envelopes.findLast((envelope) => envelope.accountid === accountId);
    const { template, recipient, link } = last?.data ?? {};
    if (!link || template !== 'phone-code') throw new Error('There is no message');
    return { recipient, link, code: (await world.notifications.call(revealToken, link)).token };
  };
  const acts = async ({ accountId }: Owner, action: string) => (await world.acts(accountId, action)).length;
  const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  it('takes the code of the message, once, and says so (RP-31)', async () => {
    const owner = await world.openAccount();
    expect(await world.gateway.call(getAccount, {}, owner.call)).toMatchObject({ phoneVerifiedAt: null });
    expect(await start(owner, '+43 (1) 234-567')).toEqual({ phone: PHONE, expiresAt: expect.any(String) });
    const { recipient, code } = await messageOf(owner);
    expect(recipient).toBe(PHONE);
    expect(code).toMatch(/^\d{6}$/);
    expect(await confirm(owner, code)).toMatchObject({ id: owner.accountId, phoneVerifiedAt: expect.any(String) });
    expect(await codeOf(confirm(owner, code))).toBe(phoneCodeInvalid.code);
    const [row] = await world.sql('select phone, phone_verified_at from accounts where id = $1', [owner.accountId]);
    expect(row).toEqual({ phone: PHONE, phone_verified_at: expect.any(Date) });
    const told = await world.acts(owner.accountId);
    expect(told.map(({ action }) => action).slice(-2)).toEqual(['phone-verification.started', 'account.validated']);
    expect(JSON.stringify(told)).not.toContain(PHONE);
  });

  it(`voids a code after ${TRIES} wrong ones, also those tried at once`, async () => {
    const owner = await world.openAccount();
    await start(owner);
    const { code } = await messageOf(owner);
    const wrong = Array.from({ length: TRIES }, () => settled(() => confirm(owner, other(code))));
    expect(new Set(await Promise.all(wrong))).toEqual(new Set([phoneCodeInvalid.code]));
    expect(await codeOf(confirm(owner, code))).toBe(phoneCodeInvalid.code);
    await start(owner);
    const again = await messageOf(owner);
    expect(again.link.generation).toBe(2);
    await confirm(owner, again.code);
  });

  it('voids a code by the next one, and after ten minutes', async () => {
    const owner = await world.openAccount();
    await start(owner);
    const first = await messageOf(owner);
    await start(owner, '+431234568');
    expect(await codeOf(world.notifications.call(revealToken, first.link))).toBe(tokenInvalid.code);
    const second = await messageOf(owner);
    await world.sql(`update phone_verifications set expires_at = now() where account_id = $1`, [owner.accountId]);
    expect(await codeOf(confirm(owner, second.code))).toBe(phoneCodeInvalid.code);
    expect(await codeOf(world.notifications.call(revealToken, second.link))).toBe(tokenInvalid.code);
  });

  it('sends three messages within an hour (S43)', async () => {
    const owner = await world.openAccount();
    for (let count = 0; count < 3; count += 1) await start(owner);
    await expect(start(owner)).rejects.toMatchObject({
      code: rateLimited.code,
      details: { retryAfter: expect.any(Number) },
    });
    await world.sql(`update phone_verifications set sent_at = '{}' where account_id = $1`, [owner.accountId]);
    await start(owner);
  });

  it('sends no more of them if asked many times at once (S43)', async () => {
    const owner = await world.openAccount();
    const effects = () => acts(owner, 'phone-verification.started');
    const outcome = await compete({ attempt: () => start(owner), effects });
    expect(outcome).toMatchObject({ effects: 3, told: 3, refusals: [rateLimited.code] });
  });

  it('is for the owner alone (SC-22)', async () => {
    const owner = await world.openAccount();
    const { member, account } = await world.colleague(owner);
    const actor = { ...owner.call.actor, memberId: member.id };
    const call = { accountId: account.id, actor };
    expect(await codeOf(world.gateway.call(verifyPhone, { phone: PHONE }, call))).toBe(accountNotOwner.code);
    expect(await codeOf(world.gateway.call(confirmPhone, { code: '123456' }, call))).toBe(accountNotOwner.code);
  });

  it.each(['+12', '0123456', '+43abc', '+999999999999', '', '+431234567\r\nBcc'])('refuses %j', async (phone) => {
    const owner = await world.openAccount();
    expect(await codeOf(start(owner, phone))).toBe(requestInvalid.code);
  });

  it('keeps no code anywhere', async () => {
    const owner = await world.openAccount();
    await start(owner);
    const { code } = await messageOf(owner);
    const rows = await world.sql(
      `select to_jsonb(p)::text as kept from phone_verifications p where account_id = $1
       union all select envelope::text from outbox where envelope ->> 'accountid' = $2`,
      [owner.accountId, owner.accountId],
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { kept } of rows as { kept: string }[]) expect(kept).not.toMatch(new RegExp(`"${code}"`));
  });
});
