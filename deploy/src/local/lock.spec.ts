import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSystem } from './system.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'roster-lock-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const refusal = (dir: string) => startSystem({ dir }).catch((error: Error) => error.message);

it('says what to do where a file is in the data folder’s place', async () => {
  const file = join(root, 'file');
  await writeFile(file, '');
  const change = 'Change that, or choose another folder: ROSTER_DATA_DIR=… npm start';
  expect(await refusal(file)).toBe(`${file} is a file, where the data folder should be (EEXIST). ${change}`);
  expect(await refusal(join(file, 'below'))).toBe(
    `${file}/below cannot be the data folder: it, or what it should be in, is a file (ENOTDIR). ${change}`,
  );
});

it('says what to do where the data folder cannot be written', async () => {
  chmodSync(root, 0o555);
  const asNobody = process.getuid?.() === 0;
  if (asNobody) process.seteuid?.(65_534);
  try {
    const message = await refusal(root);
    expect(message).toMatch(/^The data folder .* cannot be written: you have no right to \(EACCES\)\. Change that, or/);
  } finally {
    if (asNobody) process.seteuid?.(0);
    chmodSync(root, 0o755);
  }
});
