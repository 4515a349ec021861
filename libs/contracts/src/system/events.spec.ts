import { expect, it } from '@jest/globals';
import { allEvents, FOLLOWERS, listRecorded } from '../index.js';

it('all who consume events of another service can ask which there are, but access, whose version tells', () => {
  const following = allEvents().flatMap(({ context, consumers }) =>
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
