import { words } from '../../app/words.js';

export const useWords = words('landing', {
  waiting: 'One moment',
  failed: 'That did not work',
  incomplete: 'This address is incomplete. Start again.',
  renewed: 'Thank you: it is you',
  linked: 'From now on you can sign in this way',
  connected: 'The account is connected',
  goOn: 'Go on',
  signIn: 'Back to signing in',
});
