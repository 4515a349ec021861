import { element, hasToken, post, say, step, takeToken } from './link.js';

const token = takeToken();

if (hasToken(token)) element('ask').hidden = false;

element('undo').addEventListener('click', ({ currentTarget }) =>
  step(currentTarget, async () => {
    await post('/v1/email-changes/undo', { token });
    element('ask').hidden = true;
    element('title').textContent = 'You have your address back';
    element('title').focus();
    element('next').hidden = false;
    say('You are signed out everywhere. Sign in with this address again.', 'good');
  }),
);
