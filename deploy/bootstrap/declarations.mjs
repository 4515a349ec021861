// Before `npm pack` of a library, in its folder: whoever installs it wants its types, which the build leaves out.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.mjs';
import { projects } from './projects.mjs';
import { fail, ROOT, runQuietly } from './shell.mjs';

const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');

try {
  await build();
  const packed = projects().find(({ root }) => root === process.cwd());
  // The build deletes declarations when sources have changed, so existing ones are up to date.
  for (const { root, name } of [...packed.needs, packed])
    if (!existsSync(join(root, 'dist/index.d.ts')))
      await runQuietly(
        process.execPath,
        [tsc, '-p', join(root, 'tsconfig.build.json'), '--emitDeclarationOnly', '--sourceMap', 'false'],
        `Types of ${name}`,
      );
} catch (error) {
  fail(error.message);
}
