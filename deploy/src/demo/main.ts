import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPresets } from '@roster/contracts';
import { mailUrls } from '../local/mail.js';
import { Api, Mails } from './api.js';
import { makeDemo, PASSWORD } from './demo.js';

/** Makes a demo account in the Roster that `npm start` runs, with the same PORT and ROSTER_DATA_DIR. The argument is a preset, else the last of them by name. */
async function main(named?: string): Promise<void> {
  const { names } = loadPresets();
  const preset = named ?? names.at(-1) ?? '';
  if (!names.includes(preset)) throw new Error(`There is no preset ${preset}; there are: ${names.join(', ')}`);
  const url = `http://localhost:${process.env['PORT'] || 3000}`;
  await assertUp(url);
  const email = await makeDemo({
    api: new Api(url),
    mails: new Mails(await mailboxOf(process.env['ROSTER_DATA_DIR'] || '.roster')),
    preset,
    run: Date.now().toString(36),
    say: (line) => console.log(`· ${line}`),
  });
  console.log(`
The account Northwind is ready.
  Console   ${url}/console
  E-mail    ${email}
  Password  ${PASSWORD}
Its people have the same password.`);
}

async function assertUp(url: string): Promise<void> {
  const isUp = await fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isUp) throw new Error(`No Roster answers at ${url}. Run npm start in another terminal first.`);
}

/** Where the mail catcher listens, as the running start has noted it. */
async function mailboxOf(dir: string): Promise<string> {
  const ports = JSON.parse(await readFile(join(dir, 'ports.json'), 'utf8')) as { smtp: number; mail: number };
  return mailUrls(ports).apiUrl;
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
