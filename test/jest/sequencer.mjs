import Sequencer from '@jest/test-sequencer';

/** The kinds of files, by the part of their name before `.spec.ts`. Those that take longest come first. */
const LONGEST_FIRST = ['.browser.', '.e2e.', '.db.'];

const rankOf = ({ path }) => {
  const rank = LONGEST_FIRST.findIndex((kind) => path.includes(kind));
  return rank === -1 ? LONGEST_FIRST.length : rank;
};

/**
 * On a machine that has never run the tests, Jest knows no durations and starts the largest files first. A browser's walk
 * that begins last would then run alone for a minute, so the kind of a file decides.
 */
export default class KindSequencer extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isKnown = sorted.some(({ duration }) => duration !== undefined);
    return isKnown ? sorted : sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
