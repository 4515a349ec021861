import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hold } from '../harness/administrator.js';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figures.js';
import { tokenIn } from '../harness/mail.js';
import { accept, address, openAccount, roleId, type Person } from '../harness/people.js';
import { ScriptedSmtp, type Answer } from '../harness/smtp.js';
import { ownSystem, type OwnSystem, type Roster } from '../harness/system.js';

/** One mail at a time, so that a crash has exactly one in hand; short waits. */
const SETTINGS = { SMTP_TIMEOUT_MS: '10000', MAIL_CONCURRENCY: '1', MAIL_RETRY_AFTER_MS: '200' };

/** P10: no mail is lost, and one is doubled only by a crash in the moment that it was taken. */
describe('mails', () => {
  let smtp: ScriptedSmtp;
  let own: OwnSystem;
  let roster: Roster;
  let owner: Person;
  let crashes = 0;

  beforeAll(async () => {
    smtp = await ScriptedSmtp.start();
    own = await ownSystem({ processes: 'all', external: { smtpUrl: smtp.url }, env: SETTINGS });
    roster = { ...own, mail: smtp };
    owner = await openAccount(roster, { planId: 'business' });
  });

  afterAll(async () => {
    await own?.remove();
    await smtp?.close();
  });

  const invite = async (emails: string[]) => {
    const sent = await owner.api.post('/v1/invitations', { emails, roleIds: [await roleId(owner, 'Editor')] });
    expect(sent.status).toBe(201);
  };

  const deliveries = async (emails: readonly string[]) => {
    const { items } = (await owner.api.get('/v1/notifications/deliveries?limit=200')).body;
    return items.filter(({ recipient }: { recipient: string }) => emails.includes(recipient));
  };

  const allSent = (emails: readonly string[]) =>
    eventually('all mails to be sent', async () => {
      const states = (await deliveries(emails)).map(({ state }: { state: string }) => state);
      return (states.length === emails.length && states.every((state: string) => state === 'sent')) || undefined;
    });

  /** Kills the process when it has read the 250 and stands before the commit that would remember it. */
  const crash = (recipient: string): Answer => ({
    async accept(say250) {
      const notifications = own.system.service('notifications');
      const rows = `select from deliveries where recipient = '${recipient}' for update`;
      const delivery = await hold(own, 'notifications', rows);
      say250();
      await eventually('it to want to commit', async () => (await delivery.waiting()) > 0 || undefined);
      await notifications.kill('SIGKILL');
      crashes += 1;
      await delivery.letGo();
      await notifications.start();
    },
  });

  it('are not lost when the process dies between the server’s 250 and its own commit, and come once more for each crash', async () => {
    const emails = Array.from({ length: 6 }, (_, index) => address(`crash-${index}`));
    const [twice, second, third, ...calm] = emails as [string, string, string, ...string[]];
    smtp.script(twice, crash(twice), crash(twice));
    smtp.script(second, crash(second));
    smtp.script(third, crash(third));
    await invite(emails);
    await allSent(emails);

    const copies = await Promise.all(emails.map((email) => smtp.to(email)));
    const lost = copies.filter((mails) => mails.length === 0).length;
    const duplicates = copies.reduce((sum, mails) => sum + mails.length - 1, 0);
    figure('P10 killed between 250 and commit', { mails: emails.length, crashes, lost, duplicates });
    expect(crashes).toBe(4);
    expect(lost).toBe(0);
    // A machine that is busy for longer than the mail server is waited for doubles one too, which is an attempt more.
    const attempts = new Map<string, number>(
      (await deliveries(emails)).map((delivery: { recipient: string; attempts: number }) => [
        delivery.recipient,
        delivery.attempts,
      ]),
    );
    const again = [...attempts.values()].reduce((sum, count) => sum + count - 1, 0);
    expect(again).toBeGreaterThanOrEqual(crashes);
    expect(duplicates).toBeGreaterThanOrEqual(crashes);
    expect(duplicates).toBeLessThanOrEqual(again);
    for (const email of calm) expect((await smtp.to(email)).length).toBeLessThanOrEqual(attempts.get(email) ?? 0);

    for (const mails of copies) {
      expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
      expect(new Set(mails.map(tokenIn)).size).toBe(1);
    }
    expect((await accept(roster, twice)).accountId).toBe(owner.accountId);
  });

  it('that are sent again by somebody leave an entry in the audit trail (P14)', async () => {
    const email = address('refused');
    smtp.script(email, { refuse: 'There is no such mailbox' });
    await invite([email]);
    const failed = await eventually('the mail to have failed', async () =>
      (await deliveries([email])).find(({ state }: { state: string }) => state === 'failed'),
    );
    const answer = await owner.api.post(`/v1/notifications/deliveries/${failed.id}/retry`);
    expect(answer.status).toBe(200);
    await allSent([email]);
    const entries = await eventually('the entry', async () => {
      const { items } = (await owner.api.get(`/v1/audit?target=${failed.id}`)).body;
      return items.length > 0 ? items : undefined;
    });
    const requestId = answer.headers.get('x-request-id');
    expect(entries).toMatchObject([{ action: 'delivery.retried', actor: { id: owner.memberId }, requestId }]);
  });

  it.each([
    ['says 451, twice', ['refuse for now', 'refuse for now']],
    ['stalls after the mail', ['stall']],
    ['drops the connection after the mail', ['drop']],
  ] as const)('arrive in the end when the server %s', async (_, answers) => {
    const email = address('trouble');
    smtp.script(email, ...answers);
    await invite([email]);
    await allSent([email]);
    expect(smtp.attemptsFor(email)).toHaveLength(answers.length + 1);
    expect(await smtp.to(email)).toHaveLength(1);
    const [delivery] = await deliveries([email]);
    expect(delivery).toMatchObject({ state: 'sent', attempts: answers.length + 1, lastError: null });
  });
});
