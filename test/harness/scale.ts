/** Whether this is `npm run test:long`: the same tests, with more of what they try. */
export const LONG = process.env['TEST_LONG'] === '1';

/** How many cases a property is tried on: as many as named, in the long run ten times as many. */
export const runs = (cases: number): number => (LONG ? cases * 10 : cases);

/** How many try the same thing at the same moment where it may work once only. */
export const RIVALS = LONG ? 200 : 24;
