import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What npm keeps of a package: where it comes from, if not from its registry; the hash of what was got there; and whether it runs a script. */
interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../..', file), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };
const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };

/** Those of others, by their place below `node_modules`. */
const others = Object.entries(packages).filter(([place, { link }]) => place.includes('node_modules/') && !link);
const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('The packages of others (S70)', () => {
  it('all come from npm’s registry, each with the hash of what it has to be', () => {
    const strange = others.filter(
      ([, { resolved, integrity = '' }]) => resolved !== undefined || !integrity.startsWith('sha512-'),
    );
    expect(strange).toEqual([]);
    expect(others.length).toBeGreaterThan(100);
  });

  it('run a script when they are installed only where `package.json` says so, and it decides about each', () => {
    const scripted = others.filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => nameOf(place));
    expect(Object.keys(allowScripts).toSorted()).toEqual([...new Set(scripted)].toSorted());
  });
});
