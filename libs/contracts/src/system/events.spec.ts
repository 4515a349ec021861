import { expect, it } from '@jest/globals';
import { allEvents, billingContactChanged, billingMailRequested, FOLLOWERS, listRecorded } from '../index.js';

/** Events that are only passed on, or that no version of an account leads to: nobody can wait for what they say. */
const PASSED_ON = [billingMailRequested.subject, billingContactChanged.subject];

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
