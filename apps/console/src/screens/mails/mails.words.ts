import { words } from '../../app/words.js';

export const useWords = words('mails', {
  title: 'Mails',
  none: 'No mail has been sent yet',
  noneWhy: 'Invitations, links and news of changes stand here once there are any.',
  recipient: 'To',
  mail: 'Mail',
  state: 'State',
  created: 'Ordered',
  sent: 'Sent',
  pending: 'waiting',
  sending: 'being sent',
  failed: 'failed',
  obsolete: 'not needed any more',
  stateSent: 'sent',
  attempts_one: '{{count}} attempt',
  attempts_other: '{{count}} attempts',
  next: 'next attempt',
  retry: 'Send again',
  retryTo: 'Send again to {{recipient}}',
  retried: 'The mail to {{recipient}} is sent again.',
});
