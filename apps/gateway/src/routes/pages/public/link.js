/** What the pages behind mailed links share: the token, one way to ask, one place to answer. */

/**
 * The token of the link. It is taken out of the address at once, so that it stays neither in the history nor in a
 * screenshot, and lives on in this page's memory only.
 */
export function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  history.replaceState(null, '', location.pathname);
  // A link opened in the tab where its page stands already changes the fragment only, and no page is loaded for that.
  addEventListener('hashchange', () => location.reload());
  return token;
}

/** Sends JSON to the API, as POST unless said. Resolves with the answer's body; rejects with an error whose message is for people. */
export async function post(path, body, method = 'POST') {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json', 'x-requested-with': 'roster' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error('The service cannot be reached. Check your connection and try again.');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(words(answer)), { code: answer.code, details: answer.details });
  return answer;
}

const WORDS = {
  'sso.refused': 'This sign-in is no longer valid, or was begun in another browser. Start again.',
  'sso.required': 'This account is signed in to through its identity provider.',
  'sso.unreachable': 'The identity provider cannot be reached. Try again in a moment.',
  'sso.not-admitted': 'Your identity provider is not enough to come in. Ask an administrator of the account.',
  'ip.unauthorized': 'You cannot sign in from this network address yet.',
  'seat.limit-reached': 'There is no free seat in this account. Ask an administrator of the account.',
  'token.invalid': 'This link is no longer valid: it was used already, has expired, or was replaced by a newer one.',
  'session.credentials-invalid': 'The password is wrong.',
  'invitation.foreign': 'You are signed in as somebody else. Sign out, then open the link again.',
  'member.inactive': 'This membership is no longer active.',
  'rate.limited': 'Too many tries. Wait a minute, then try again.',
};

function words({ code, detail, errors }) {
  if (WORDS[code]) return WORDS[code];
  if (code === 'user.password-weak' && detail) return `${detail}.`;
  if (Array.isArray(errors) && errors.length > 0) return errors.map(({ message }) => message).join('. ');
  return code && code !== 'internal' && detail ? detail : 'Something went wrong on our side. Try again in a moment.';
}

export const element = (id) => document.getElementById(id);

/** Says something where a screen reader hears it. */
export function say(text, kind) {
  const message = element('message');
  message.textContent = text;
  message.className = `message ${kind}`;
}

/** Runs a step while its button is out of use; what fails is said, and the button works again. */
export async function step(button, work) {
  button.disabled = true;
  say('', '');
  try {
    await work();
  } catch (error) {
    say(error.message, 'bad');
  } finally {
    button.disabled = false;
  }
}

/** Whether the link has a token; says so where not. */
export function hasToken(token) {
  if (token === '') say('This link is incomplete. Open it again from the mail, or copy all of it.', 'bad');
  return token !== '';
}
