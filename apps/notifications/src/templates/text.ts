/** Characters that could break a line, hide text or change its direction. */
const INVISIBLE = /[\p{Cc}\u2028\u2029]+/gu;
const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text that somebody typed, as one line, which is safe in a header. */
export const oneLine = (text: string): string => text.replace(INVISIBLE, ' ').replace(DIRECTION, '').trim();

/**
 * Mail programs turn anything that looks like an address into a link, even in a name that a stranger typed (S42). An
 * invisible character after each `.`, `:`, `/` and `@` within a word prevents that, and readers see no difference.
 */
export const unlinked = (text: string): string => text.replace(/(?<=\S)[.:/@](?=\S)|[/](?=\S)/gu, '$&\u200c');

/** An instant for people, such as `25 November 2026 at 14:30 UTC`. */
export const inWords = (instant: string): string => `${WORDS.format(new Date(instant))} UTC`;

const WORDS = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
