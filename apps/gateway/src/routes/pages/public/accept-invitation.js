import { element, hasToken, post, say, step, takeToken } from './link.js';

const SHORTEST_PASSWORD = 15;
const token = takeToken();
let isNew = true;

if (hasToken(token)) element('ask').hidden = false;

// Looking it up changes nothing, but it too waits for a person: programs that follow mailed links run scripts.
element('open').addEventListener('click', ({ currentTarget }) =>
  step(currentTarget, async () => show(await post('/v1/invitations/lookup', { token }))),
);

element('show-password').addEventListener('change', ({ currentTarget }) => {
  element('password').type = currentTarget.checked ? 'text' : 'password';
});

element('accept').addEventListener('submit', (event) => {
  event.preventDefault();
  void step(element('submit'), async () => {
    const password = element('password').value;
    const { challenge } = await post('/v1/invitations/accept', { token, password, ...(isNew ? names() : {}) });
    element('accept').hidden = true;
    element('title').textContent = 'Welcome';
    element('title').focus();
    const isIn = challenge === undefined;
    say(
      isIn
        ? 'You have joined the account and are signed in. You can close this page.'
        : 'You have joined the account. It asks for a second factor: sign in to set it up or to show it.',
      'good',
    );
  });
});

function show({ accountName, email, needsPassword, expiresAt }) {
  isNew = needsPassword === 'new';
  element('account').textContent = accountName;
  element('email').textContent = email;
  element('expires').textContent = new Date(expiresAt).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short' });
  element('username').value = email;
  element('names').hidden = !isNew;
  for (const id of ['first-name', 'last-name']) element(id).disabled = !isNew;
  const password = element('password');
  password.autocomplete = isNew ? 'new-password' : 'current-password';
  if (isNew) password.minLength = SHORTEST_PASSWORD;
  element('password-label').textContent = isNew ? 'Choose a password' : 'Your password';
  element('password-hint').textContent = isNew
    ? `At least ${SHORTEST_PASSWORD} characters; a few words in a row are fine.`
    : 'The one that you sign in with already.';
  element('ask').hidden = true;
  element('accept').hidden = false;
  element(isNew ? 'first-name' : 'password').focus();
}

const names = () => ({ firstName: element('first-name').value.trim(), lastName: element('last-name').value.trim() });
