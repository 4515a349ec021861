import type { MailSender } from '@roster/contracts';
import Handlebars from 'handlebars';
import { htmlOf, textOf, type Letter } from './letter.js';
import { LETTERS, PHONE_CODE, type LetterName } from './letters.js';
import { inWords, oneLine, unlinked } from './text.js';

/** What a mail or message says, as other people wrote it. */
export interface MailContent<Name extends string = LetterName | 'phone-code'> {
  readonly template: Name;
  readonly words: Readonly<Record<string, string>>;
  /** When its link or code stops working. */
  readonly expiresAt: string | null;
  /** The person who has it sent. */
  readonly sender?: MailSender | null;
}

/** For a mail server, or for a telephone. */
export const isLetter = (content: MailContent): content is MailContent<LetterName> => content.template !== 'phone-code';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type Filling = Record<string, string>;

const PLAIN = { noEscape: true, strict: true };

const TEMPLATES = new Map(Object.entries(LETTERS).map(([name, letter]) => [name, compile(letter)]));
const fillMessage = Handlebars.compile<Filling>(PHONE_CODE, PLAIN);

/**
 * The mail, with its link to the page below `publicUrl`. The token stands in the fragment, which no server gets to see.
 * Names come out as plain words, whatever is in them: escaped in HTML, on one line, and never a link (S42).
 */
export function render(content: MailContent<LetterName>, publicUrl: string, token = ''): RenderedMail {
  const fill = TEMPLATES.get(content.template);
  if (!fill) throw new Error(`There is no mail ${content.template}`);
  const { link } = LETTERS[content.template];
  const own: Filling = link ? { link: `${publicUrl}${link.page}#token=${encodeURIComponent(token)}` } : {};
  const subject = mapped(content.words, oneLine);
  const body = mapped(subject, unlinked);
  return fill({ subject, body: { ...body, ...own, greeting: greeting(body), ...expiryOf(content) } });
}

/** The message to a telephone. */
export function renderMessage(content: MailContent, code: string): string {
  return fillMessage({ ...mapped(content.words, (word) => unlinked(oneLine(word))), code, ...expiryOf(content) });
}

const mapped = (words: Filling | MailContent['words'], change: (word: string) => string): Filling =>
  Object.fromEntries(Object.entries(words).map(([name, word]) => [name, change(word)]));

/** Who has not come in yet has no name. */
const greeting = ({ firstName = '' }: Filling): string => (firstName ? `Hello ${firstName},` : 'Hello,');

const expiryOf = ({ expiresAt }: MailContent): Filling => (expiresAt ? { expiry: inWords(expiresAt) } : {});

function compile(letter: Letter) {
  const fillSubject = Handlebars.compile<Filling>(letter.subject, PLAIN);
  const fillText = Handlebars.compile<Filling>(textOf(letter), PLAIN);
  const fillHtml = Handlebars.compile<Filling>(htmlOf(letter), { strict: true });
  return (words: { subject: Filling; body: Filling }): RenderedMail => ({
    subject: fillSubject(words.subject),
    text: fillText(words.body),
    html: fillHtml(words.body),
  });
}
