import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SOURCES = join(import.meta.dirname, '..');
const texts = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.(spec|d)\.ts$/.test(file))
  .map((file) => readFileSync(join(SOURCES, file), 'utf8'));

const allOf = (pattern: RegExp): string[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found));
const repeated = (names: readonly string[]): string[] => names.filter((name, at) => names.indexOf(name) !== at);

describe('A name that screens share', () => {
  it('of a catalogue of words is one file’s alone: the catalogue that loads last would win', () => {
    const names = allOf(/\bwords\('([^']+)'/g);
    expect(names.length).toBeGreaterThan(10);
    expect(repeated(names)).toEqual([]);
  });

  it('of a query is defined once: two answers of different shapes under one key break whichever screen comes second', () => {
    const keys = allOf(/queryKey: (\[[^\]]*\]),/g);
    expect(keys.length).toBeGreaterThan(10);
    expect(repeated(keys)).toEqual([]);
  });
});
