// Node's module hooks: TypeScript is compiled as it is imported, and `@jest/globals` is this process's Jest.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { transform } from '@swc/core';

import { SWC } from '../../deploy/bootstrap/swc.mjs';

const GLOBALS = new URL('./globals.mjs', import.meta.url).href;

/** Sources import each other by the name of the compiled file, as TypeScript wants it: `./member.js` is `./member.ts`. */
export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals')
    return { url: GLOBALS + new URL(context.parentURL).search, format: 'module', shortCircuit: true };
  if (!specifier.startsWith('.') || !specifier.endsWith('.js') || !isTypeScript(context.parentURL)) {
    return next(specifier, context);
  }
  return next(`${specifier.slice(0, -'.js'.length)}.ts`, context);
}

export async function load(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  const file = fileURLToPath(url);
  const { code } = await transform(await readFile(file, 'utf8'), { ...SWC, filename: file, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}

const isTypeScript = (url) => url !== undefined && new URL(url).pathname.endsWith('.ts');
