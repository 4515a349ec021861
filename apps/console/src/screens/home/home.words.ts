import { words } from '../../app/words.js';

export const useWords = words('home', {
  title: 'Welcome, {{name}}',
  account: 'You are signed in to {{account}}.',
});
