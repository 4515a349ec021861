import type { MailSender } from '@roster/contracts';
import Handlebars from 'handlebars';
import { htmlOf, textOf, type Letter } from './letter.js';
import { LETTERS, PHONE_CODE, type LetterName } from './letters.js';
import { inWords, oneLine, unlinked } from './text.js';

/** The template of a mail or message, with the words that other people wrote. */
export interface MailContent<Name extends string = LetterName | 'phone-code'> {
  readonly template: Name;
  readonly words: Readonly<Record<string, string>>;
  /** When its link or code stops working. */
  readonly expiresAt: string | null;
  /** The person on whose behalf it is sent. */
  readonly sender?: MailSender | null;
}

/** Whether it goes to a mail server, rather than to a telephone. */
export const isLetter = (content: MailContent): content is MailContent<LetterName> => content.template !== 'phone-code';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type TemplateValues = Record<string, string>;

const PLAIN = { noEscape: true, strict: true };

const TEMPLATES = new Map(Object.entries(LETTERS).map(([name, letter]) => [name, compile(letter)]));
const fillMessage = Handlebars.compile<TemplateValues>(PHONE_CODE, PLAIN);

/**
 * Renders the mail, with its link to the page below `publicUrl`. The token is in the fragment, which is never sent to a
 * server. Names are plain words, whatever they contain: escaped in HTML, on one line, and never a link (S42).
 */
export function render(content: MailContent<LetterName>, publicUrl: string, token = ''): RenderedMail {
  const fill = TEMPLATES.get(content.template);
  if (!fill) throw new Error(`There is no mail ${content.template}`);
  const { link } = LETTERS[content.template];
  const own: TemplateValues = link ? { link: `${publicUrl}${link.page}#token=${encodeURIComponent(token)}` } : {};
  const subject = mapped(content.words, oneLine);
  const body = mapped(subject, unlinked);
  return fill({ subject, body: { ...body, ...own, greeting: greeting(body), ...expiryOf(content) } });
}

/** Renders the message to a telephone. */
export function renderMessage(content: MailContent, code: string): string {
  return fillMessage({ ...mapped(content.words, (word) => unlinked(oneLine(word))), code, ...expiryOf(content) });
}

const mapped = (words: TemplateValues | MailContent['words'], change: (word: string) => string): TemplateValues =>
  Object.fromEntries(Object.entries(words).map(([name, word]) => [name, change(word)]));

/** Members who have not come in yet have no name. */
const greeting = ({ firstName = '' }: TemplateValues): string => (firstName ? `Hello ${firstName},` : 'Hello,');

const expiryOf = ({ expiresAt }: MailContent): TemplateValues => (expiresAt ? { expiry: inWords(expiresAt) } : {});

function compile(letter: Letter) {
  const fillSubject = Handlebars.compile<TemplateValues>(letter.subject, PLAIN);
  const fillText = Handlebars.compile<TemplateValues>(textOf(letter), PLAIN);
  const fillHtml = Handlebars.compile<TemplateValues>(htmlOf(letter), { strict: true });
  return (words: { subject: TemplateValues; body: TemplateValues }): RenderedMail => ({
    subject: fillSubject(words.subject),
    text: fillText(words.body),
    html: fillHtml(words.body),
  });
}
