import { LOGO_PATH, type Brand, type MailOrigin, type MailSender } from '@roster/contracts';
import Handlebars from 'handlebars';
import { htmlOf, textOf, type Letter } from './letter.js';
import { LETTERS, PHONE_CODE, type LetterName } from './letters.js';
import { originLines } from './origin.js';
import { headerWord, inWords, isolated, plainWord, unlinked } from './text.js';

/** The template of a mail or message, with the words that other people wrote. */
export interface MailContent<Name extends string = LetterName | 'phone-code'> {
  readonly template: Name;
  readonly words: Readonly<Record<string, string>>;
  /** When its link or code stops working. */
  readonly expiresAt: string | null;
  /** Missing for invitations, which say who sent them; and in deliveries from before mails said it. */
  readonly origin?: MailOrigin;
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

/** The deployment's own: where its pages are, and the product that its mails come from. */
export interface Letterhead {
  readonly publicUrl: string;
  readonly brand: Brand;
}

/**
 * Renders the mail, with its link to the page below `publicUrl`. The token is in the fragment, which is never sent to a
 * server. Names are plain words, whatever they contain: escaped in HTML, on one line, and never a link (S42).
 */
export function render(content: MailContent<LetterName>, { publicUrl, brand }: Letterhead, token = ''): RenderedMail {
  const fill = TEMPLATES.get(content.template);
  if (!fill) throw new Error(`There is no mail ${content.template}`);
  const { link } = LETTERS[content.template];
  const own: TemplateValues = link ? { link: `${publicUrl}${link.page}#token=${encodeURIComponent(token)}` } : {};
  const subject = mapped(content.words, headerWord);
  const words = mapped(content.words, (word) => unlinked(plainWord(word)));
  const others = { ...own, ...brandWords(brand, publicUrl), ...expiryOf(content) };
  const happened = originLines(content.origin);
  const inText = mapped(words, isolated);
  const text = { ...inText, greeting: greeting(inText['firstName']), happened: happened.join('\n'), ...others };
  const inHtml = mapped(words, (word) => (word ? `<bdi>${Handlebars.escapeExpression(word)}</bdi>` : ''));
  const html = {
    ...mapped(inHtml, markup),
    greeting: markup(greeting(inHtml['firstName'])),
    happened: happened.length > 0 && markup(happened.map((line) => Handlebars.escapeExpression(line)).join('<br />')),
    ...others,
  };
  return fill({ subject, text, html });
}

/** Renders the message to a telephone. */
export function renderMessage(content: MailContent, code: string): string {
  const words = mapped(content.words, (word) => isolated(unlinked(plainWord(word))));
  return fillMessage({ ...words, code, ...expiryOf(content) });
}

const DEFAULT_COLOR = '#1f4fd8';

const brandWords = ({ name, logoUrl, signInUrl, supportEmail, color }: Brand, publicUrl: string): TemplateValues => ({
  product: name,
  logo: logoUrl === null ? '' : `${publicUrl}${LOGO_PATH}`,
  home: signInUrl ?? publicUrl,
  support: supportEmail ?? '',
  color: color ?? DEFAULT_COLOR,
});

const mapped = <Value>(
  words: TemplateValues | MailContent['words'],
  change: (word: string) => Value,
): Record<string, Value> => Object.fromEntries(Object.entries(words).map(([name, word]) => [name, change(word)]));

/** What is escaped already. */
const markup = (html: string) => new Handlebars.SafeString(html);

/** Members who have not come in yet have no name. */
const greeting = (firstName = ''): string => (firstName ? `Hello ${firstName},` : 'Hello,');

const expiryOf = ({ expiresAt, origin }: MailContent): TemplateValues =>
  expiresAt ? { expiry: inWords(expiresAt, origin?.timeZone) } : {};

function compile(letter: Letter) {
  const fillSubject = Handlebars.compile<TemplateValues>(letter.subject, PLAIN);
  const fillText = Handlebars.compile<TemplateValues>(textOf(letter), PLAIN);
  const fillHtml = Handlebars.compile<object>(htmlOf(letter), { strict: true });
  return (words: { subject: TemplateValues; text: TemplateValues; html: object }): RenderedMail => {
    const subject = fillSubject(words.subject);
    return { subject, text: fillText(words.text), html: fillHtml({ ...words.html, title: subject }) };
  };
}
