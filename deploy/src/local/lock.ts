import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Claims a data folder for this process, and returns a function that releases it. The claim names the process and its
 * start time, because process ids are reused: in a container the next start may well get the id of the process that was
 * killed.
 */
export function claimFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'runner.pid');
  const giveBack = () => rmSync(file, { force: true });
  for (let attempt = 1; attempt <= 3; attempt++) {
    if (claimed(file)) return giveBack;
    const holder = liveHolder(file);
    if (holder !== undefined) throw new Error(alreadyRuns(dir, holder));
    giveBack(); // The runner that claimed it was killed.
  }
  throw new Error(`The data folder ${dir} is claimed by several starts at the same time. Start again.`);
}

function claimed(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

const alreadyRuns = (dir: string, holder: number) =>
  `Roster already runs on ${dir} (process ${holder}). Stop it first, or start a second copy with a folder and a port of ` +
  'its own: ROSTER_DATA_DIR=… PORT=… npm start';

function liveHolder(file: string): number | undefined {
  const [, pid = '', start = ''] = /^(\d+) (.*)$/.exec(readFileSync(file, 'utf8')) ?? [];
  return start !== '' && startOf(Number(pid)) === start ? Number(pid) : undefined;
}

/**
 * The start time of a process, as the system reports it; empty where there is no such process. Only useful for
 * comparing.
 */
function startOf(pid: number): string {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
    }
    // The program's name, in brackets, may contain spaces. The start time is the 22nd field of all.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

const isErrno = (error: unknown, code: string) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
