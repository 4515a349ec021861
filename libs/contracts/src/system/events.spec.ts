import { expect, it } from '@jest/globals';
import { allEvents, billingMailRequested, FOLLOWERS, listRecorded } from '../index.js';

/** Those whose events are only passed on: nobody is shown a copy of them. */
const PASSED_ON = [billingMailRequested.subject];

it('all who keep a copy of another service’s events can ask which there are, but access, whose version tells', () => {
  const following = allEvents()
    .filter(({ subject }) => !PASSED_ON.includes(subject))
    .flatMap(({ context, consumers }) =>
      consumers.filter((each) => each !== context && each !== 'access').map((each) => `${each} of ${context}`),
    );
  const listed = Object.entries(FOLLOWERS).flatMap(([owner, followers]) =>
    followers.map((each) => `${each} of ${owner}`),
  );
  expect([...new Set(following)].sort()).toEqual(listed.sort());
  for (const [owner, followers] of Object.entries(FOLLOWERS)) {
    expect(listRecorded[owner as keyof typeof FOLLOWERS]?.callers).toEqual(followers);
  }
});
