import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';

import { mailUrls, startMail } from '../local/mail.js';
import type { Launched } from '../processes/launch.js';
import { freePort } from '../processes/ports.js';
import type { Mail } from './mail.js';
import { Mailbox } from './mailbox.js';

let dir: string;
let ports: { smtp: number; mail: number };
let catcher: Launched;
let api: string;
let page: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roster-mail-'));
  ports = { smtp: await freePort(), mail: await freePort() };
  api = mailUrls(ports).apiUrl;
  page = api.replace('/api/email', '');
  catcher = await startMail(dir, ports);
});

afterEach(async () => {
  await catcher.stop();
  await rm(dir, { recursive: true });
});

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport(mailUrls(ports).smtpUrl);
  await transport.sendMail({ from: 'Roster <roster@localhost>', subject: 'Hello', text: 'Hello', ...mail });
  transport.close();
}

const listed = async (query = '') => (await (await fetch(api + query)).json()) as Mail[];

/** `fetch` sets the header `Host` itself. */
const statusFor = (host: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const asked = request({ port: ports.mail, host: '127.0.0.1', path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });

it('keeps what was sent, with everything that a test asks for, also after a restart and a kill', async () => {
  await send({
    to: 'Ada Lovelace <ada@example.com>',
    bcc: 'hidden@example.com',
    replyTo: 'olivia@acme.example',
    subject: 'Grüße €',
    text: `Welcome ${'ä'.repeat(2_000)}`,
    html: '<b>Welcome</b>',
  });
  const [mail] = await listed();
  expect(mail).toMatchObject({
    subject: 'Grüße €',
    from: [{ name: 'Roster', address: 'roster@localhost' }],
    to: [{ name: 'Ada Lovelace', address: 'ada@example.com' }],
    envelope: { from: 'roster@localhost', to: ['ada@example.com', 'hidden@example.com'] },
    html: '<b>Welcome</b>',
  });
  expect(mail?.text.trim()).toBe(`Welcome ${'ä'.repeat(2_000)}`);
  expect(mail?.headers).toMatchObject({
    'reply-to': 'olivia@acme.example',
    'message-id': expect.stringMatching(/^<.+>$/),
  });
  expect(mail?.headers['bcc']).toBeUndefined();

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await catcher.stop(signal);
    catcher = await startMail(dir, ports);
    expect(await listed()).toEqual([mail]);
  }
  await send({ to: 'ben@example.com' });
  expect((await listed()).map(({ to }) => to[0]?.address)).toEqual(['ada@example.com', 'ben@example.com']);
});

it('lists the mails of one address, gives one, and deletes one or all', async () => {
  for (const to of ['ada@example.com', 'ben@example.com', 'ADA@example.com']) await send({ to });
  const [first, , third] = await listed();
  expect(await listed('?to.address=Ada%40example.com')).toEqual([first, third]);
  expect(await (await fetch(`${api}/${first?.id}`)).json()).toEqual(first);

  expect((await fetch(`${api}/${first?.id}`, { method: 'DELETE' })).status).toBe(200);
  expect((await fetch(`${api}/${first?.id}`)).status).toBe(404);
  expect((await fetch(`${api}/${first?.id}`, { method: 'DELETE' })).status).toBe(404);
  expect(await listed()).toHaveLength(2);
  expect((await fetch(`${api}/all`, { method: 'DELETE' })).status).toBe(200);
  expect(await listed()).toEqual([]);
  for (const path of ['/nothing', '/mails/../../ports.json', '/mails/%2e%2e%2fports', '/api/email/1/html'])
    expect((await fetch(page + path)).status).toBe(404);
});

it('shows a mail, and runs and loads nothing that it contains', async () => {
  const evil = '<script>parent.x = 1</script><img src="https://example.com/seen">';
  await send({
    to: `"${evil}" <ada@example.com>`,
    subject: evil,
    text: `${evil} see http://localhost:3000/a#token=b.`,
    html: evil,
  });
  const [mail] = await listed();
  const list = await (await fetch(page)).text();
  const shown = await (await fetch(`${page}/mails/${mail?.id}`)).text();
  for (const html of [list, shown]) expect(html).not.toMatch(/<script|<img/);
  expect(list).toContain(`href="/mails/${mail?.id}"`);
  expect(shown).toContain('<a href="http://localhost:3000/a#token=b" target="_blank"');
  expect(shown).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');

  const frame = await fetch(`${page}/mails/${mail?.id}/html`);
  const policy = frame.headers.get('content-security-policy');
  expect(policy).toMatch(/^default-src 'none'; .*; sandbox allow-popups allow-popups-to-escape-sandbox$/);
  expect(policy).not.toMatch(/script-src|https?:/);
  expect(await frame.text()).toContain('<base target="_blank">');
});

it('is private to the user who started it: a private folder, and no host name but the machine’s own', async () => {
  await send({ to: 'ada@example.com' });
  expect((await stat(join(dir, 'mail'))).mode & 0o777).toBe(0o700);
  for (const path of ['/', '/api/email']) {
    expect(await statusFor(`localhost:${ports.mail}`, path)).toBe(200);
    for (const host of ['evil.example', `evil.example:${ports.mail}`, 'localhost.evil.example', '127.0.0.1.nip.io'])
      expect([host, await statusFor(host, path)]).toEqual([host, 403]);
  }
});

it('keeps a limited number, and copes with a truncated file', async () => {
  const folder = join(dir, 'few');
  const few = new Mailbox(folder, 2);
  const add = (subject: string) =>
    few.add(Buffer.from(`Subject: ${subject}\r\n\r\n`), { from: '', to: ['ada@example.com'] });
  await Promise.all(['1', '2', '3', '4'].map(add));
  expect((await few.list()).map(({ subject }) => subject)).toEqual(['3', '4']);

  await writeFile(join(folder, '0000000004.json'), '{"id":');
  await writeFile(join(folder, '0000000005.part'), '{');
  const again = new Mailbox(folder, 2);
  expect((await again.list()).map(({ subject }) => subject)).toEqual(['3']);
});
