/** Each benchmark writes its own part of the README beside it, and leaves the parts of the others alone. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const README = join(import.meta.dirname, 'README.md');
const HEAD = `# Benchmarks

What \`npm run bench\` measured last; every part is written by the benchmark that it is named after. One file alone:
\`npm run bench -- in-process\`. Rates depend on the machine, so read the ratios: what stands side by side was measured in
turns, in one run.
`;

/**
 * Replaces the part called `name` (or adds it at the end). `markdown` starts with its own heading; a table by `table`
 * fits into it.
 */
export function writeSection(name, markdown) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = read();
  const part = `${start}\n\n${markdown.trim()}\n\n${end}\n`;
  const [from, to] = [text.indexOf(start), text.indexOf(`${end}\n`)];
  const next =
    from === -1 ? `${text.trimEnd()}\n\n${part}` : text.slice(0, from) + part + text.slice(to + end.length + 1);
  writeFileSync(README, next);
}

/** A table as Prettier would leave it: the first column to the left, the others to the right. */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, at) => Math.max(3, ...cells.map((row) => row[at].length)));
  const line = (row) =>
    `| ${row.map((cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}

function read() {
  try {
    return readFileSync(README, 'utf8');
  } catch {
    return HEAD;
  }
}
