/** What could break a line, hide text or turn its direction round. */
const INVISIBLE = /[\p{Cc}\u2028\u2029]+/gu;
const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Somebody's words as one line: safe in a header. */
export const oneLine = (text: string): string => text.replace(INVISIBLE, ' ').replace(DIRECTION, '').trim();

/**
 * Mail programs make links out of whatever looks like an address, also of what a stranger wrote where a name belongs
 * (S42). An invisible character that joins nothing, put after each `.`, `:`, `/` and `@` within a word, keeps them from
 * it and changes nothing for who reads.
 */
export const unlinked = (text: string): string => text.replace(/(?<=\S)[.:/@](?=\S)|[/](?=\S)/gu, '$&\u200c');

/** An instant for people: `25 November 2026 at 14:30 UTC`. */
export const inWords = (instant: string): string => `${WORDS.format(new Date(instant))} UTC`;

const WORDS = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
