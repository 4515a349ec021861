import { words } from '../../app/words.js';

export const useWords = words('mailed-links', {
  verify: 'Verify your e-mail address',
  verifyWhy: 'Confirm that this address is yours, and your account is ready.',
  verifyButton: 'Verify my address',
  verified: 'Your address is verified',
  verifiedText: 'Thank you. You can sign in now.',
  verifyOver: 'If you have verified the address already, sign in. Otherwise ask for another link:',

  confirm: 'Confirm your new e-mail address',
  confirmWhy: 'From then on you sign in with this address, and mails go to it.',
  confirmButton: 'Confirm my new address',
  confirmed: 'Your address is changed',
  confirmedText: 'Sign in with your new address from now on.',
  confirmOver: 'If the address has not changed yet, sign in with the present one and change it again.',

  undo: 'Keep your e-mail address',
  undoWhy: 'You get the address back that you had before, and are signed out everywhere.',
  undoButton: 'Undo the change of my address',
  undone: 'You have your address back',
  undoneText: 'You are signed out everywhere. Whoever changed it may know your password.',
  newPassword: 'Choose a new password',
  undoOver:
    'The change cannot be undone by it any more. If it was not you who made it, ask your administrator or support.',

  authorize: 'Authorize a network address',
  authorizeWhy:
    'Somebody with your password has tried to sign in as you, from the network address that the mail names.',
  authorizeWarning:
    'If that was not you, do not authorize it. Close this page, change your password, and tell your administrator or support.',
  authorizeButton: 'It was me: authorize the address',
  authorized: 'The address is authorized',
  authorizedText: 'Go back to where you wanted to sign in, and sign in again.',
  authorizeOver: 'If you still cannot sign in from there, try again there and ask for another link.',
});
