import { words } from '../../app/words.js';

export const useWords = words('password-reset', {
  title: 'Choose a new password',
  askWhy: 'We send a link to the address that you sign in with.',
  backToSignIn: 'Back to signing in',
  password: 'New password',
  hint: 'Long rather than complicated: a few words in a row are fine, 15 characters at least.',
  save: 'Set this password',
  done: 'Your password is changed',
  doneText: 'You are signed out everywhere. Sign in with your new password.',
  over: 'Ask for another one:',
});
