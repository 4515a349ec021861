import { element, hasToken, post, say, step, takeToken } from './link.js';

const token = takeToken();

if (hasToken(token)) element('ask').hidden = false;

element('authorize').addEventListener('click', ({ currentTarget }) =>
  step(currentTarget, async () => {
    await post('/v1/ip-authorizations/confirm', { token });
    element('ask').hidden = true;
    element('title').textContent = 'The address is authorized';
    element('title').focus();
    say('Go back to where you wanted to sign in, and sign in again. You can close this page.', 'good');
  }),
);
