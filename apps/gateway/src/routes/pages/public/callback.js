import { element, post, say, step } from './link.js';

/**
 * Where an identity provider or a third party sends the browser back to. What stands in the address is taken out of it at
 * once and sent on: it is worth something in this browser only, and only once.
 */
const found = new URLSearchParams(location.search);
const target = location.pathname.split('/').at(-1);
history.replaceState(null, '', location.pathname);

const names = ['state', 'code', 'iss', 'error'];
const answer = Object.fromEntries(names.filter((name) => found.has(name)).map((name) => [name, found.get(name)]));
const purpose = (answer.state ?? '').split('.', 1)[0];

const DOORS = {
  'sign-in': { path: '/v1/sessions/sso', name: 'connectionId', done: 'You are signed in' },
  renew: { path: '/v1/sessions/reauthentication/sso', name: 'connectionId', done: 'Thank you: it is you' },
  link: { path: '/v1/me/sso-identities', name: 'connectionId', done: 'From now on you can sign in this way' },
  connect: { path: '/v1/me/connections', name: 'provider', done: 'The account is connected' },
};

async function send() {
  const door = Object.hasOwn(DOORS, purpose) ? DOORS[purpose] : undefined;
  if (!door) throw new Error('This address is incomplete. Start again.');
  const { challenge } = await post(door.path, { ...answer, [door.name]: target });
  element('title').textContent = challenge ? 'One more step' : door.done;
  say(challenge ? 'Go back to the application for the next step.' : 'You can close this page.', 'good');
}

/** At a network address that the account does not know yet (SC-11): the mail waits for a person's wish. */
function offerAuthorization(challenge) {
  element('ask').hidden = false;
  element('authorize').addEventListener('click', ({ currentTarget }) =>
    step(currentTarget, async () => {
      await post('/v1/ip-authorizations', { challenge });
      element('ask').hidden = true;
      say('Look into your mailbox for the mail with the link; then sign in again.', 'good');
    }),
  );
}

try {
  await send();
} catch (error) {
  element('title').textContent = 'That did not work';
  say(error.message, 'bad');
  if (error.code === 'ip.unauthorized' && error.details?.challenge) offerAuthorization(error.details.challenge);
}
element('title').focus();
