import { button, note, page, paragraph, type MailTemplate } from './template.js';

/** Free of what the sender typed: a mail to a stranger's address should carry nobody's message in its subject. */
const title = 'Confirm your e-mail address';

export const emailVerification: MailTemplate = {
  subject: title,
  text: `Hello {{firstName}},

you opened the account {{accountName}} with this e-mail address. Please confirm that the address is yours:
{{link}}

The link works until {{expiry}}.

If you did not open an account, you need not do anything: without a confirmation it is not used.
`,
  html: page(
    title,
    [
      paragraph('Hello {{firstName}},'),
      paragraph(
        'you opened the account <strong>{{accountName}}</strong> with this e-mail address. Please confirm that the address is yours.',
      ),
      button('Confirm the address'),
      paragraph('The link works until {{expiry}}.'),
      note('If you did not open an account, you need not do anything: without a confirmation it is not used.'),
    ].join('\n'),
  ),
};
