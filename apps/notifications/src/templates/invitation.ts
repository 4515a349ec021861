import { button, note, page, paragraph, type MailTemplate } from './template.js';

const title = '{{invitedBy}} invited you to {{accountName}}';

export const invitation: MailTemplate = {
  subject: title,
  text: `Hello,

{{invitedBy}} invited you to join {{accountName}}.

Accept the invitation here:
{{link}}

The invitation can be accepted until {{expiry}}.

If you do not know who this is from, you need not do anything: nothing happens until you accept.
`,
  html: page(
    title,
    [
      paragraph('Hello,'),
      paragraph('<strong>{{invitedBy}}</strong> invited you to join <strong>{{accountName}}</strong>.'),
      button('Accept the invitation'),
      paragraph('The invitation can be accepted until {{expiry}}.'),
      note('If you do not know who this is from, you need not do anything: nothing happens until you accept.'),
    ].join('\n'),
  ),
};
