import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { launch, waitUntil, type Launched } from '../processes/launch.js';
import { accepts } from '../processes/ports.js';
import { isUp } from './service.js';

/** Starts the mail catcher: it takes every mail, sends none on, and shows them on a page. Mails are kept in the data folder. */
export async function startMail(dir: string, ports: { smtp: number; mail: number }): Promise<Launched> {
  const folder = join(dir, 'mail');
  const maildev = fileURLToPath(new URL('bin/maildev.js', import.meta.resolve('maildev')));
  const options = {
    '--smtp': String(ports.smtp),
    '--ip': '127.0.0.1',
    '--web': String(ports.mail),
    '--web-ip': '127.0.0.1',
    '--mail-directory': folder,
    '--max-emails': '10000',
  };
  const launched = await launch({
    name: 'maildev',
    command: process.execPath,
    args: [maildev, ...Object.entries(options).flat()],
    log: join(dir, 'logs', 'mail.log'),
    cwd: dir,
    trace: join(dir, 'traces', 'mail'),
  });
  try {
    await waitUntil(launched, async () => (await accepts(ports.smtp)) && (await isUp(mailUrls(ports).apiUrl)), 30_000);
  } catch (error) {
    await launched.stop('SIGKILL');
    throw error;
  }
  return launched;
}

export const mailUrls = (ports: { smtp: number; mail: number }) => ({
  smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
  /** `GET` lists the mails, `GET /<id>` has one, `DELETE /all` forgets them. */
  apiUrl: `http://127.0.0.1:${ports.mail}/api/email`,
  webUrl: `http://localhost:${ports.mail}`,
});
