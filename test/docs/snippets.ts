/** The blocks of a page in this language, without their fences. */
export const blocksOf = (page: string, language: string): string[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );

/** The parts of a block that stand together in a file: between them, `// …` leaves something out. */
export const partsOf = (block: string): string[][] =>
  block
    .split(/^\s*\/\/ …\n/m)
    .map(linesOf)
    .filter((lines) => lines.length > 0);

/** The lines that say something, without their indentation. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Whether these lines stand together, in this order. */
export const contains = (lines: readonly string[], part: readonly string[]): boolean =>
  lines.some((_, at) => part.every((line, index) => lines[at + index] === line));

/** A request that a shell block makes with curl. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** Undefined where there is no body. */
  readonly body: unknown;
}

/** The requests of a shell block to `$api`, with its variables filled in: with what they hold, or a word. */
export function requestsOf(block: string): Asked[] {
  const text = block.replaceAll(/\\\n\s*/g, ' ');
  const held = new Map([...text.matchAll(/^(\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]));
  const filled = (part: string): string =>
    part
      .replaceAll(/\$\([^)]*\)/g, 'word')
      .replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string, bare: string) => held.get(braced ?? bare) ?? 'word');
  return text
    .split(/\bcurl /)
    .slice(1)
    .map((command) => {
      const [, path = ''] = /"?\$api([^\s"?;)]*)/.exec(command) ?? [];
      const [, method] = / ?-\w*X (\w+)/.exec(command) ?? [];
      const [, single, double] = /-d (?:'([^']*)'|"((?:\\.|[^"\\])*)")/s.exec(command) ?? [];
      const sent = single ?? (double === undefined ? undefined : filled(double.replaceAll('\\"', '"')));
      return { method: method ?? 'GET', path: filled(path), body: sent === undefined ? undefined : JSON.parse(sent) };
    });
}

/** The routes that a page's prose names, `POST /v1/checks`, with the names of the body's fields where it says them. */
export const namedRoutes = (page: string): { method: string; path: string; fields: string[] }[] =>
  [...page.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^\s`?]+)(?: (\{[^`]*\}))?[^`]*`/g)].map(
    ([, method = '', path = '', fields = '']) => ({
      method,
      path,
      fields: [...fields.matchAll(/"(\w+)"/g)].map(([, name = '']) => name),
    }),
  );
