import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readMail, type Mail } from './mail.js';

/**
 * What lists need of each stored mail. The rest stays on the disk, because ten thousand mails would fill the memory.
 */
interface Entry {
  id: string;
  /** In lower case: the named recipients, and the actual ones. */
  recipients: string[];
}

export interface Question {
  /** Only mails to this address. */
  to?: string | undefined;
  /** Only mails that are older than this one. */
  before?: string | undefined;
  /** At most this many, the newest. */
  limit?: number | undefined;
}

/** The caught mails, one file each, in a folder that only its owner can read: they contain working links. */
export class Mailbox {
  private readonly entries: Entry[] = [];
  private last = 0;

  constructor(
    private readonly folder: string,
    /** Beyond this number the oldest mails are deleted. */
    private readonly most = 10_000,
  ) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith('.part')) rmSync(join(folder, name));
      if (/^\d+\.json$/.test(name)) this.find(name);
    }
    this.last = Number(this.entries.at(-1)?.id ?? 0);
  }

  /** Resolves when the mail is on the disk: from then on a restart finds it. */
  async add(source: Buffer, envelope: Mail['envelope']): Promise<void> {
    const id = String(++this.last).padStart(10, '0');
    const mail = await readMail(source, id, envelope);
    const partial = join(this.folder, `${id}.part`);
    await writeFile(partial, JSON.stringify(mail), { mode: 0o600 });
    await rename(partial, this.file(id));
    this.entries.push(entryOf(mail));
    // Of two mails that arrive at once, the second may be stored first.
    this.entries.sort((a, b) => (a.id < b.id ? -1 : 1));
    while (this.entries.length > this.most) await this.remove(this.entries[0]?.id ?? '');
  }

  /** In the order in which they came. */
  async list({ to, before, limit = this.most }: Question = {}): Promise<Mail[]> {
    const address = to?.toLowerCase();
    const found = this.entries.filter(
      ({ id, recipients }) =>
        (address === undefined || recipients.includes(address)) && (before === undefined || id < before),
    );
    const mails: Mail[] = [];
    for (const { id } of found.slice(-limit)) {
      const mail = await this.get(id);
      if (mail) mails.push(mail);
    }
    return mails;
  }

  async get(id: string): Promise<Mail | undefined> {
    if (!this.entries.some((entry) => entry.id === id)) return undefined;
    // It may have been removed at this moment.
    const text = await readFile(this.file(id), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as Mail);
  }

  /** Removes a mail. Resolves with whether it existed. */
  async remove(id: string): Promise<boolean> {
    const index = this.entries.findIndex((entry) => entry.id === id);
    if (index < 0) return false;
    this.entries.splice(index, 1);
    await rm(this.file(id), { force: true });
    return true;
  }

  async clear(): Promise<void> {
    for (const { id } of this.entries.splice(0)) await rm(this.file(id), { force: true });
  }

  private find(name: string): void {
    try {
      this.entries.push(entryOf(JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as Mail));
    } catch (error) {
      // A file that was truncated by a power failure must not stop the catcher.
      console.error(`${name} cannot be read: ${(error as Error).message}`);
    }
  }

  private file(id: string): string {
    return join(this.folder, `${id}.json`);
  }
}

function entryOf({ id, to, cc, envelope }: Mail): Entry {
  const named = [...to, ...cc].map(({ address }) => address);
  return { id, recipients: [...new Set([...named, ...envelope.to].map((address) => address.toLowerCase()))] };
}
