import { element, hasToken, post, say, step, takeToken } from './link.js';

const token = takeToken();

if (hasToken(token)) element('ask').hidden = false;

element('verify').addEventListener('click', ({ currentTarget }) =>
  step(currentTarget, async () => {
    await post('/v1/email-verifications', { token });
    element('ask').hidden = true;
    element('title').textContent = 'Your address is verified';
    element('title').focus();
    say('Thank you. You can sign in now, and close this page.', 'good');
  }),
);
