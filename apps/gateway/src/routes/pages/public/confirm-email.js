import { element, hasToken, post, say, step, takeToken } from './link.js';

const token = takeToken();

if (hasToken(token)) element('ask').hidden = false;

element('confirm').addEventListener('click', ({ currentTarget }) =>
  step(currentTarget, async () => {
    await post('/v1/email-changes/confirm', { token });
    element('ask').hidden = true;
    element('title').textContent = 'Your address is changed';
    element('title').focus();
    say('Sign in with your new address from now on. You can close this page.', 'good');
  }),
);
