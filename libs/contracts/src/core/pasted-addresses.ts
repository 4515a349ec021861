/** What somebody pasted for one person. Nothing here is imported: browsers use it as services do. */
export interface PastedAddress {
  /** The address as it was written; empty where the text has none. */
  readonly address: string;
  /** The name beside it; empty where there is none. */
  readonly name: string;
  /** All that was written. */
  readonly text: string;
}

/** What nobody sees: web pages and office programs leave it in what is copied. */
const INVISIBLE = /\p{Cf}/gu;
/** Ends what is about one person. The others are what East Asian keyboards have for comma and semicolon. */
const ENDS = new Set([',', ';', '\n', '\r', '，', '；', '、', '\u2028', '\u2029', '\v', '\f']);
/** Wrapped around an address by whatever it was copied from. */
const WRAPPING_BEFORE = /^(?:[<([{"'“‘«*•·-]|mailto:)+/i;
const WRAPPING_AFTER = /[>)\]}"'”’».,:;!]+$/;

/**
 * The addresses of a pasted text, in its order: `ada@example.com`, `Ada <ada@example.com>`, `"Lovelace, Ada"
 * <ada@example.com>` or `mailto:ada@example.com`, between them commas, semicolons, line ends or blanks. What has no
 * address is an item too, so that nothing that was pasted is lost without a word.
 */
export function readPastedAddresses(pasted: string): PastedAddress[] {
  const found: PastedAddress[] = [];
  let name = '';
  for (const item of itemsIn(pasted.replaceAll(INVISIBLE, ''))) {
    const read = readItem(item.text);
    // In `Lovelace, Ada <ada@example.com>` the comma stands within the name.
    const isHalfName = !item.hasAddress && item.end === ',';
    if (isHalfName) {
      if (name !== '') found.push({ address: '', name: '', text: name });
      name = item.text;
    } else {
      const [first] = read;
      const belongs = name !== '' && first !== undefined && first.isBracketed && first.name !== '';
      if (name !== '' && !belongs) found.push({ address: '', name: '', text: name });
      for (const [at, { address, name: own, text }] of read.entries()) {
        const isWhole = at === 0 && belongs;
        found.push({ address, name: isWhole ? `${name}, ${own}` : own, text: isWhole ? `${name}, ${text}` : text });
      }
      name = '';
    }
  }
  if (name !== '') found.push({ address: '', name: '', text: name });
  return found;
}

interface Item {
  readonly text: string;
  readonly hasAddress: boolean;
  /** What it ended with; empty for the last one. */
  readonly end: string;
}

/** The text between commas, semicolons and line ends, of which none within quotes or angle brackets counts. */
function itemsIn(text: string): Item[] {
  const items: Item[] = [];
  const closes = closing(text);
  let from = 0;
  const add = (to: number, end: string) => {
    const item = text.slice(from, to).trim();
    if (item !== '') items.push({ text: item, hasAddress: /[@＠<]/.test(item), end });
    from = to + 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"' || character === '<') at = closes(character === '<' ? '>' : character, at);
    else if (ENDS.has(character)) add(at, character);
  }
  add(text.length, '');
  return items;
}

/**
 * Tells where a quote or bracket closes: in its line, or else it is a character as any other. It remembers up to where there
 * is no such mark, so that a text of nothing but opening ones is not searched again for each of them.
 */
function closing(text: string): (mark: string, open: number) => number {
  const noneBefore = new Map<string, number>();
  return (mark, open) => {
    if (open < (noneBefore.get(mark) ?? 0)) return open;
    for (let at = open + 1; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (character === mark) return at;
      if (character !== '\n' && character !== '\r') continue;
      noneBefore.set(mark, at);
      return open;
    }
    noneBefore.set(mark, text.length);
    return open;
  };
}

interface Read extends PastedAddress {
  /** Whether the address stood in angle brackets, so that what is before it is a name. */
  readonly isBracketed: boolean;
}

/** The addresses of one item, each with the words before it. */
function readItem(text: string): Read[] {
  const read: Read[] = [];
  let words: string[] = [];
  for (const word of text.match(/<[^<>]*>|"[^"]*"|[^\s<>"]+|[<>"]/g) ?? []) {
    const isBracketed = word.startsWith('<') && word.endsWith('>') && word.length > 2;
    if (!isBracketed && (word.startsWith('"') || !/[@＠]/.test(word))) {
      words.push(word);
      continue;
    }
    const address = unwrapped(word).replace('＠', '@');
    read.push({ address, name: nameOf(words), text: [...words, word].join(' '), isBracketed });
    words = [];
  }
  if (words.length === 0) return read;
  // What stands behind an address is about it, such as its name in brackets.
  if (read.length > 0) return read;
  return [{ address: '', name: '', text: words.join(' '), isBracketed: false }];
}

const nameOf = (words: readonly string[]): string =>
  words
    .map((word) => word.replaceAll('"', ''))
    .join(' ')
    .trim();

const unwrapped = (word: string): string => word.replace(WRAPPING_BEFORE, '').replace(WRAPPING_AFTER, '').trim();
