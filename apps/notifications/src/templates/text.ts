import { cleanName, readableEmail } from '@roster/contracts';

/** Line breaks and other controls. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/** Text of a server, as one line. */
export const oneLine = (text: string): string => text.replace(BREAKS, ' ').trim();

const LONGEST_WORD = 500;

/** What somebody typed, without what cannot be seen or changes direction: names are older than the rule that refuses it. */
export const plainWord = (word: string): string => cleanName(readableEmail(word), LONGEST_WORD) ?? '';

/**
 * Mail programs turn anything that looks like an address into a link, even in a name that a stranger typed (S42). An
 * invisible character after each `.`, `:`, `/` and `@` within a word prevents that, and readers see no difference.
 */
export const unlinked = (text: string): string =>
  text.replace(/(?<=\S)[.:/@。．｡：／＠](?=\S)|[/／](?=\S)/gu, '$&\u200c');

/**
 * For a header, where no markup escapes it: no link, and no tag or address in angle brackets. A name keeps its own
 * direction there as in text.
 */
export const headerWord = (word: string): string =>
  isolated(unlinked(plainWord(word)).replaceAll('<', '‹').replaceAll('>', '›').replaceAll('"', '”'));

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Within first strong isolates (UAX #9, 2.4.2), where it has letters that run from right to left: the text around it keeps
 * its order.
 */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** An instant for people, with the zone: `25 November 2026 at 15:30 (Europe/Berlin, UTC+1)`. */
export function inWords(instant: string, timeZone = 'UTC'): string {
  const at = new Date(instant);
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
  if (timeZone === 'UTC') return `${words} UTC`;
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${words} (${[timeZone, offset?.replace('GMT', 'UTC')].filter(Boolean).join(', ')})`;
}
