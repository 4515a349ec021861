import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILE = join(import.meta.dirname, '../../.roster/figures.txt');

/** Keeps what a run measured, one line each in `.roster/figures.txt`: latencies, seconds, counts of requests. */
export function figure(promise: string, values: Record<string, number | string>): void {
  const facts = Object.entries(values).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? rounded(value) : value}`,
  );
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${new Date().toISOString()} ${promise}: ${facts.join(', ')}\n`);
}

/** The value below which a share of them lies: `percentile(latencies, 0.99)`. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const rounded = (value: number) => String(Math.round(value * 100) / 100);
