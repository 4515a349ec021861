import { join } from 'node:path';

import { launch, waitUntil, type Launched } from '../processes/launch.js';
import { accepts } from '../processes/ports.js';
import { program } from '../processes/program.js';
import { isUp } from './service.js';

/**
 * Starts the mail catcher. It accepts every mail, forwards none, and shows them on a page. Mails are stored in the data
 * folder.
 */
export async function startMail(dir: string, ports: { smtp: number; mail: number }): Promise<Launched> {
  const launched = await launch({
    name: 'mail catcher',
    command: process.execPath,
    // Saves memory at the cost of speed. Hardly any of it is used for mails; nearly all is Node itself.
    args: [
      '--lite-mode',
      '--max-semi-space-size=1',
      program('mail/catcher'),
      join(dir, 'mail'),
      String(ports.smtp),
      String(ports.mail),
    ],
    log: join(dir, 'logs', 'mail.log'),
    cwd: dir,
    trace: join(dir, 'traces', 'mail'),
  });
  try {
    await waitUntil(
      launched,
      async () => (await accepts(ports.smtp)) && (await isUp(`http://127.0.0.1:${ports.mail}/`)),
      30_000,
    );
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
