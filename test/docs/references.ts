/** `docs/decisions.md` 12; `2 to 4` and `2 and 6` are more than one. A line of a comment may end in between. */
const DECISIONS = /decisions\.md`?[\s*/]+(\d+[a-z]?(?:(?:, | and | to )\d+[a-z]?)*)/g;

/** S11, P9, RP-55, golden 12; `RP-29 … RP-36`, `S55 to S57` and `golden 13 to 16` are all in between. */
const PROMISES = /\b(?:([SP]|[A-Z]{2}-)(\d{1,2})(?: (?:…|to) \1(\d{1,2}))?|(golden )(\d{1,2})(?: to (\d{1,2}))?)\b/g;
/** Names of other things that look alike. */
const NO_PROMISES = new Set(['BY-4']);

/** The numbers of decisions that a text cites. */
export function decisionsIn(text: string): string[] {
  return [...text.matchAll(DECISIONS)].flatMap(([, numbers = '']) =>
    numbers.split(/, | and /).flatMap((part) => {
      const [first = '', last] = part.split(' to ');
      return last === undefined ? [first] : between(Number(first), Number(last)).map(String);
    }),
  );
}

/** The promises that a text cites. */
export function promisesIn(text: string): string[] {
  return [...text.matchAll(PROMISES)]
    .filter(([all]) => !NO_PROMISES.has(all))
    .map(([, family, first, last, golden = '', from = '', to]) =>
      family === undefined ? { series: golden, first: from, last: to } : { series: family, first: first ?? '', last },
    )
    .flatMap(({ series, first, last = first }) =>
      between(Number(first), Number(last)).map((number) => series + String(number).padStart(first.length, '0')),
    );
}

/** `S`, `RP-` … */
export const seriesOf = (id: string): string => id.replace(/\d+$/, '');

const between = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** A promise of `docs/promises.md`. */
export interface Promised {
  readonly id: string;
  readonly text: string;
  readonly proofs: readonly { readonly file: string; readonly title: string }[];
}

/** Each promise is `- **S1** …`, each proof of it a line below: a file and the title of a test in it. */
export function promisesOf(page: string): Promised[] {
  return page
    .split(/^(?=- \*\*)/m)
    .slice(1)
    .map((item) => {
      const [, id = '', text = ''] = /^- \*\*([^*]+)\*\* ([^]*?)(?=\n {2}- |\n#|$)/.exec(item) ?? [];
      const proofs = [...item.matchAll(/^ {2}- `([^`]+)` › `([^`]+)`$/gm)];
      return { id, text: text.trim(), proofs: proofs.map(([, file = '', title = '']) => ({ file, title })) };
    });
}

/** The titles of the tests, and of the groups of tests, that a file has. */
export function titlesIn(source: string): string[] {
  const titles = source.matchAll(/\(\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)\s*,/g);
  return [...titles].map(([, quoted = '']) => quoted.slice(1, -1).replace(/\\(.)/g, '$1'));
}

/** What a page calls by its path from the root, in prose, code or commands. */
export function pathsIn(page: string): string[] {
  const paths = page.matchAll(/(?<![\w./@>-])(?:apps|libs|deploy|test|docs|\.ci)\/[\w./<>*-]+/g);
  return [...paths].map(([path]) => path.replace(/[.,:]+$/, ''));
}

/** Files that a page calls by less than their whole path, in code. */
export function filesIn(page: string): string[] {
  return [...page.matchAll(/`([\w.<][\w./<>*-]*\.(?:ts|mjs|md|yml|json))`/g)].map(([, file = '']) => file);
}

/** Links to files and headings, not to other sites. */
export function linksIn(page: string): { readonly path: string; readonly heading: string | undefined }[] {
  return [...page.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(([, path = '', heading]) => ({
    path,
    heading,
  }));
}

/** The names by which links reach the headings of a page. */
export function headingsIn(page: string): string[] {
  const headings = page.matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, words = '']) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Of these titles the one that has most words in common with that one: it may have been reworded. */
export function nearest(title: string, titles: readonly string[]): string {
  const words = new Set(title.split(' '));
  const common = (other: string) => other.split(' ').filter((word) => words.has(word)).length;
  return titles.reduce((best, other) => (common(other) > common(best) ? other : best), '');
}
