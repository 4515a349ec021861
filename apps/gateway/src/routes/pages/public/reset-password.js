import { element, post, say, step, takeToken } from './link.js';

const token = takeToken();

// Without a token it is where people come who have forgotten their password.
element(token === '' ? 'ask' : 'reset').hidden = false;

element('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  void step(element('send'), async () => {
    await post('/v1/password-resets', { email: element('email').value });
    element('ask').hidden = true;
    element('title').textContent = 'Look into your mailbox';
    element('title').focus();
    // The same words whoever has the address.
    say('If somebody signs in with this address, a mail with a link is on its way. It is good for an hour.', 'good');
  });
});

element('show-password').addEventListener('change', ({ currentTarget }) => {
  element('password').type = currentTarget.checked ? 'text' : 'password';
});

element('reset').addEventListener('submit', (event) => {
  event.preventDefault();
  void step(element('submit'), async () => {
    await post('/v1/password-resets', { token, password: element('password').value }, 'PUT');
    element('reset').hidden = true;
    element('password').value = '';
    element('title').textContent = 'Your password is changed';
    element('title').focus();
    say('You are signed out everywhere. Sign in with your new password; you can close this page.', 'good');
  });
});
