import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';

import {
  decisionsIn,
  filesIn,
  headingsIn,
  linksIn,
  nearest,
  pathsIn,
  promisesIn,
  promisesOf,
  seriesOf,
  titlesIn,
  type Promised,
} from './references.js';
import { elsewhere, exists, existsSomewhere, FILES, read } from './repository.js';

const SOURCES = FILES.filter((file) => /^(apps|libs|deploy|test)\/.*\.(tsx?|mjs|cjs|js|sql)$/.test(file)).filter(
  // The made-up references below.
  (file) => !file.startsWith('test/docs/'),
);
const PAGES = FILES.filter((file) => /^(docs\/.*|[A-Z]+|deploy\/README|test\/bench\/README)\.md$/.test(file));

const page = read('docs/promises.md');
const promises = promisesOf(page);
const known = new Set(promises.map(({ id }) => id));
const decisions = new Set([...read('docs/decisions.md').matchAll(/^#+ (\d+[a-z]?)\. /gm)].map(([, number]) => number));

/** What a text leans on, and `docs/` does not have. */
const unresolved = (text: string): string[] => [
  ...decisionsIn(text)
    .filter((number) => !decisions.has(number))
    .map((number) => `no decision ${number} in docs/decisions.md`),
  ...promisesIn(text)
    .filter((id) => !known.has(id))
    .map((id) => `no ${id} in docs/promises.md`),
];

const complaints = (files: readonly string[], of: (text: string, file: string) => readonly string[]): string[] =>
  files.flatMap((file) => of(read(file), file).map((complaint) => `${file}: ${complaint}`));

describe('A reference', () => {
  it.each([
    ['// By the made-up rule S98.', ['no S98 in docs/promises.md']],
    ['/** P4 holds (`docs/decisions.md` 98 and 2). */', ['no decision 98 in docs/decisions.md']],
    ['/** See `docs/decisions.md`\n * 99. */', ['no decision 99 in docs/decisions.md']],
    ['it("holds (RP-97 … RP-98)")', ['no RP-97 in docs/promises.md', 'no RP-98 in docs/promises.md']],
    ['// QX-11, SHA-256, P-256 and UTF-8', ['no QX-11 in docs/promises.md']],
    ['// It is golden 97 to 98.', ['no golden 97 in docs/promises.md', 'no golden 98 in docs/promises.md']],
  ])('that leads nowhere is found: %j', (text, expected) => {
    expect(unresolved(text)).toEqual(expected);
  });

  it('to a decision says where the decisions are', () => {
    const bare = /(?<!docs\/)decisions\.md/;
    expect(
      complaints(SOURCES, (text) => (bare.test(text) ? ['says `decisions.md`, not `docs/decisions.md`'] : [])),
    ).toEqual([]);
  });

  it('in the source and the tests is found in docs', () => {
    expect(complaints(SOURCES, unresolved)).toEqual([]);
  });

  it('in a page is found in docs', () => {
    expect(complaints(PAGES, unresolved)).toEqual([]);
  });
});

describe('A path', () => {
  it('that a page names exists', () => {
    const missing = (text: string) =>
      new Set([
        ...pathsIn(text).filter((path) => !exists(path)),
        ...filesIn(text).filter((file) => !existsSomewhere(file) && !exists(file)),
      ]);
    const named = PAGES.filter((file) => !file.startsWith('deploy/'));
    expect(complaints(named, (text) => [...missing(text)].map((path) => `no ${path}${elsewhere(path)}`))).toEqual([]);
  });

  it('that a page links to exists, and so does the heading', () => {
    const broken = (text: string, file: string) =>
      linksIn(text).flatMap(({ path, heading }) => {
        const target = path ? posix.normalize(join(posix.dirname(file), path)) : file;
        if (!exists(target)) return [`no ${target}${elsewhere(target)}`];
        return heading && !headingsIn(read(target)).includes(heading) ? [`no heading #${heading} in ${target}`] : [];
      });
    expect(complaints(PAGES, broken)).toEqual([]);
  });
});

describe('The map in CONTRIBUTING.md', () => {
  it.each(['identity', 'access'])('shows every wing of %s', (app) => {
    const inside = new RegExp(`^apps/${app}/src/([^/]+)/`);
    const wings = new Set(
      FILES.flatMap((file) => inside.exec(file)?.[1] ?? []).filter((name) => name !== 'migrations'),
    );
    const shown = read('CONTRIBUTING.md');
    expect(wings.size).toBeGreaterThan(3);
    expect([...wings].filter((name) => !new RegExp(`^${name} +\\w`, 'm').test(shown))).toEqual([]);
  });
});

describe('docs/promises.md', () => {
  it('has each promise once', () => {
    expect(promises.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index)).toEqual([]);
    expect(
      promises.filter(({ id, text }) => !/^([SP]\d{1,2}|[A-Z]{2}-\d{2}|golden \d{1,2})$/.test(id) || text === ''),
    ).toEqual([]);
  });

  it('has all of the numbered series S and P', () => {
    const series = promisesIn('S1 … S74 P1 … P16');
    expect(series.filter((id) => !known.has(id))).toEqual([]);
  });

  it('names a test for each promise, or says that there is none', () => {
    const marked = ({ text }: Promised) => /_(No test yet|To come)\._$/.test(text);
    expect(promises.filter((promise) => marked(promise) === promise.proofs.length > 0).map(({ id }) => id)).toEqual([]);
  });

  it('names tests that exist, by their titles', () => {
    const missing = promises.flatMap(({ id, proofs }) =>
      proofs.flatMap(({ file, title }) => {
        if (!FILES.includes(file)) return [`${id}: no ${file}${elsewhere(file)}`];
        const titles = titlesIn(read(file));
        if (titles.includes(title)) return [];
        return [`${id}: no test "${title}" in ${file}; by now "${nearest(title, titles)}"?`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('names no test whose own title says that it proves another promise of the same series', () => {
    const others = promises.flatMap(({ id, proofs }) =>
      proofs.flatMap(({ title }) => {
        const named = promisesIn(title).filter((other) => seriesOf(other) === seriesOf(id));
        return named.length > 0 && !named.includes(id) ? [`${id}: "${title}"`] : [];
      }),
    );
    expect(others).toEqual([]);
  });
});
