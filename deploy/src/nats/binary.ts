import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The path of a nats-server: `NATS_SERVER`, else the one on PATH, else the distribution's package, unpacked into
 * `dataDir` without root (no npm package contains it). Rejects with one message that says how to get it.
 */
export async function findNatsServer(dataDir: string): Promise<string> {
  const given = process.env['NATS_SERVER'];
  if (given) {
    if (isProgram(given)) return given;
    throw new Error(`NATS_SERVER is ${given}, which cannot be run here.`);
  }
  return onPath() ?? unpacked(dataDir) ?? (await unpack(dataDir));
}

/** `[2, 9, 10]` */
export async function natsVersion(binary: string): Promise<number[]> {
  const { stdout } = await run(binary, ['--version']);
  return (/v?(\d+)\.(\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
}

const onPath = () =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'nats-server'))
    .find(isProgram);

const unpacked = (dataDir: string) =>
  ['usr/sbin/nats-server', 'usr/bin/nats-server'].map((path) => join(dataDir, 'nats-server', path)).find(isProgram);

async function unpack(dataDir: string): Promise<string> {
  const folder = join(dataDir, `nats-server.${process.pid}`);
  let cause: unknown;
  try {
    await download(folder);
    await rename(join(folder, 'package'), join(dataDir, 'nats-server'));
  } catch (error) {
    cause = error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const program = unpacked(dataDir);
  if (!program) throw new Error(HOW_TO_GET_IT, { cause });
  return program;
}

/**
 * Downloads the package. With its own state and cache folders, apt needs neither root nor the system's package lists.
 */
async function download(folder: string): Promise<void> {
  await mkdir(join(folder, 'state/lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  const options = [`Dir::State=${folder}/state`, `Dir::Cache=${folder}/cache`, 'APT::Sandbox::User=root'];
  const apt = (...words: string[]) =>
    run('apt-get', ['--quiet', ...options.flatMap((option) => ['-o', option]), ...words], {
      cwd: folder,
      timeout: 120_000,
    });

  await apt('update');
  await apt('download', 'nats-server');
  const archive = (await readdir(folder)).find((name) => name.endsWith('.deb')) ?? '';
  await run('dpkg', ['-x', join(folder, archive), join(folder, 'package')]);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const HOW_TO_GET_IT = `nats-server was not found, and could not be fetched. One of these helps:
  macOS           brew install nats-server
  Debian, Ubuntu  sudo apt-get install nats-server
  Docker          docker run -p 4222:4222 nats:2 -js      and NATS_URL=nats://localhost:4222
  otherwise       take it from https://nats.io/download and set NATS_SERVER to its path`;
