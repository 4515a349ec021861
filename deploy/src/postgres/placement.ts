import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const SYSTEM_FOLDER = '/var/lib/roster';

export interface Placement {
  /** The folder with `bin/postgres`. */
  binaries: string;
  /** The cluster's folder. It may not exist yet, but its parent does. */
  cluster: string;
  /** The user that the programs run as. Absent: the current user. */
  user?: { uid: number; gid: number };
}

/**
 * Chooses where Postgres runs. It refuses to run as root, so for root it runs as the system user `postgres`. Where that
 * user cannot enter the data folder or the programs' folder (a clone below root's home, for example), they are put
 * below /var/lib/roster instead.
 */
export async function place(dataDir: string, binaries: string, note: (line: string) => void): Promise<Placement> {
  await mkdir(dataDir, { recursive: true });
  const cluster = join(dataDir, 'cluster');
  if (process.getuid?.() !== 0) return { binaries, cluster };

  const user = systemUser();
  await chown(dataDir, user.uid, user.gid);
  const [mayWriteData, mayRead, mayRun] = rights(user, [
    ['-w', dataDir],
    ['-r', join(binaries, 'share/postgresql/postgres.bki')],
    ['-x', join(binaries, 'bin/initdb')],
  ]);
  return {
    user,
    cluster: mayWriteData ? cluster : await moveCluster(resolve(dataDir), user, note),
    binaries: mayRead && mayRun ? binaries : await copyBinaries(binaries),
  };
}

function systemUser(): { uid: number; gid: number } {
  const ids = () => {
    const [uid, gid] = execFileSync('/bin/sh', ['-c', 'id -u postgres && id -g postgres'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).split('\n');
    return { uid: Number(uid), gid: Number(gid) };
  };
  try {
    return ids();
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
      return ids();
    } catch (cause) {
      throw new Error(
        'Postgres cannot run as root, and the system user `postgres` could not be made. Start as an ordinary user, or make that user.',
        { cause },
      );
    }
  }
}

type Right = readonly ['-r' | '-w' | '-x', path: string];

/** Asks the kernel, by `test -r` as that user, instead of computing it from the modes of a path's folders. */
function rights(user: { uid: number; gid: number }, wanted: readonly Right[]): boolean[] {
  const script = 'while [ $# -gt 0 ]; do test "$1" "$2" && echo yes || echo no; shift 2; done';
  const { stdout } = spawnSync('/bin/sh', ['-c', script, 'sh', ...wanted.flat()], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  const answers = stdout.split('\n');
  return wanted.map((_, index) => answers[index] === 'yes');
}

async function moveCluster(
  dataDir: string,
  user: { uid: number; gid: number },
  note: (line: string) => void,
): Promise<string> {
  const moved = join(SYSTEM_FOLDER, hash(dataDir));
  const marker = join(dataDir, 'moved');
  // A data folder that was deleted and created again starts empty, as it would have without the move.
  if (existsSync(moved) && !existsSync(marker)) await rename(moved, `${moved}-${Date.now()}`);
  await makeSystemFolder();
  await mkdir(moved, { recursive: true });
  await chown(moved, user.uid, user.gid);
  await writeFile(marker, `${moved}\n`);
  note(`The user postgres cannot enter ${dataDir}: the database's files are in ${moved}`);
  return join(moved, 'cluster');
}

async function copyBinaries(binaries: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(binaries, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(SYSTEM_FOLDER, `postgres-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    await makeSystemFolder();
    await cp(binaries, partial, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', partial]);
    await rename(partial, copy).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  }
  return copy;
}

async function makeSystemFolder(): Promise<void> {
  await mkdir(SYSTEM_FOLDER, { recursive: true });
  await chmod(SYSTEM_FOLDER, 0o755);
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
