import { describe, expect, it } from '@jest/globals';
import { DEMO_PASSWORD, DemoApi, makeDemo } from '@roster/deploy';
import { signIn, succeeded, unique } from '../harness/people.js';
import { sharedSystem } from '../harness/system.js';

describe('The demo', () => {
  it('is an account of any product, with people in each state that it knows', async () => {
    const roster = sharedSystem();
    const made = ['ortto', 'ontraport', 'botplatform', 'jaicp'].map(async (preset) => {
      const email = await makeDemo({
        api: new DemoApi(roster.url),
        mails: roster.mail,
        preset,
        run: unique(preset),
        say: () => undefined,
      });
      const owner = await signIn(roster, email, DEMO_PASSWORD);
      const { items } = succeeded(await owner.api.get('/v1/members?limit=200')).body;
      const statuses = items.map(({ status }: { status: string }) => status);
      const count = (status: string) => statuses.filter((each: string) => each === status).length;
      return [preset, count('active'), count('invited'), count('revoked')];
    });
    expect(await Promise.all(made)).toEqual([
      ['ortto', 9, 2, 1],
      ['ontraport', 9, 2, 1],
      ['botplatform', 9, 2, 1],
      ['jaicp', 11, 0, 1],
    ]);
  });
});
