import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { COMPONENTS, programFolder } from '@roster/deploy';

/** A folder with the shape of the repository, where each service's built `file` is this program. Resolves with its path. */
export async function repositoryOfStandIns(file: 'main.js' | 'service.js', program: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'roster-stand-ins-'));
  await chmod(root, 0o755); // Run by root, Postgres is another user and has to get in.
  for (const component of COMPONENTS) {
    const path = join(root, programFolder(component), file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, program);
  }
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  return root;
}
