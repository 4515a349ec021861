import { describe, expect, it } from '@jest/globals';
import { coerce, satisfies } from 'semver';
import { FILES, read } from './repository.js';
import { blocksOf, contains, linesOf, partsOf, requestsOf } from './snippets.js';

const README = read('README.md');

describe('a block', () => {
  it('is taken apart where it leaves something out', () => {
    expect(partsOf('a\n  b\n// …\n\nc\n')).toEqual([['a', 'b'], ['c']]);
    expect(contains(['a', 'b', 'c'], ['b', 'c'])).toBe(true);
    expect(contains(['a', 'b', 'c'], ['a', 'c'])).toBe(false);
  });

  it('of a shell says what it asks', () => {
    const block = `change='{"a":1}'\ncurl -sX POST $api/v1/x -H "$h" \\\n  -d "{\\"b\\":$change,\\"c\\":\\"$(date)\\"}"; curl -s "$api/v1/$id?q=1"`;
    expect(requestsOf(block)).toEqual([
      { method: 'POST', path: '/v1/x', body: { b: { a: 1 }, c: 'word' } },
      { method: 'GET', path: '/v1/word', body: undefined },
    ]);
  });
});

describe('the README', () => {
  const example = FILES.filter((file) => /^test\/example-contacts\/.*\.ts$/.test(file)).map((file) =>
    linesOf(read(file)),
  );
  const parts = blocksOf(README, 'ts').flatMap(partsOf);

  it.each(parts.map((part) => [part[0], part]))('shows what the example service has: %s', (_, part) => {
    expect(example.some((file) => contains(file, part as string[]))).toBe(true);
  });

  it('shows imports, module, guard and list', () => {
    for (const word of ['RosterModule.forRoot', '@RequirePermission', 'roster.list', 'import '])
      expect(parts.flat().some((line) => line.includes(word))).toBe(true);
  });

  it('names npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...README.matchAll(/\bnpm (?:run )?(start|test|dev|[a-z]+:[a-z]+|build|check)\b/g)].map(
      ([, name = '']) => name,
    );
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

describe('the versions of Node that the README names', () => {
  const [, from = '', start = '', odd = '', even = ''] =
    /Node ≥ ([\d.]+) and npm[\s\S]*? below ([\d.]+) at `npm start` and\s+below ([\d.]+) or ([\d.]+) at `npm test`/.exec(
      README,
    ) ?? [];
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; engines?: { node?: string } }>;
  };
  const whole = (version: string) => coerce(version)?.version ?? version;
  /** The packages that npm warns of on this version. */
  const complaining = (version: string, isCounted: (one: { dev?: boolean }) => boolean): string[] =>
    Object.entries(packages)
      .filter(([, one]) => isCounted(one) && !one.optional && one.engines?.node !== undefined)
      .filter(([, one]) => !satisfies(whole(version), one.engines?.node ?? ''))
      .map(([name]) => name);

  it('are those of package.json', () => {
    expect(JSON.parse(read('package.json'))).toMatchObject({ engines: { node: `>=${from}` } });
  });

  it('install without a warning, and no earlier ones do', () => {
    expect(complaining(start, ({ dev }) => !dev)).toEqual([]);
    for (const version of [odd, even]) expect(complaining(version, () => true)).toEqual([]);
    expect(complaining(from, ({ dev }) => !dev)).not.toEqual([]);
  });
});
