import Handlebars from 'handlebars';
import { emailVerification } from './email-verification.js';
import { invitation } from './invitation.js';
import type { MailTemplate } from './template.js';
import { inWords, oneLine, unlinked } from './text.js';

/** What a mail says, as other people wrote it. `expiresAt` is when its link stops working. */
export type MailContent =
  | { template: 'invitation'; accountName: string; invitedBy: string; expiresAt: string }
  | { template: 'email-verification'; accountName: string; firstName: string; expiresAt: string };

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type Filling = Record<string, string>;

const TEMPLATES = {
  invitation: { page: '/accept-invitation', render: compile(invitation) },
  'email-verification': { page: '/verify-email', render: compile(emailVerification) },
} satisfies Record<MailContent['template'], unknown>;

/**
 * The mail, with its link to the page below `publicUrl`. The token stands in the fragment, which no server gets to see.
 * Names come out as plain words, whatever is in them: escaped in HTML, on one line, and never a link (S42).
 */
export function render({ template, expiresAt, ...words }: MailContent, publicUrl: string, token: string): RenderedMail {
  const { page, render: fill } = TEMPLATES[template];
  const link = `${publicUrl}${page}#token=${encodeURIComponent(token)}`;
  const lines = Object.entries(words).map(([name, value]) => [name, oneLine(value)] as const);
  const subject = Object.fromEntries(lines);
  const body = Object.fromEntries(lines.map(([name, value]) => [name, unlinked(value)]));
  return fill({ subject, body: { ...body, link, expiry: inWords(expiresAt) } });
}

function compile({ subject, text, html }: MailTemplate) {
  const plain = { noEscape: true, strict: true };
  const fillSubject = Handlebars.compile<Filling>(subject, plain);
  const fillText = Handlebars.compile<Filling>(text, plain);
  const fillHtml = Handlebars.compile<Filling>(html, { strict: true });
  return (words: { subject: Filling; body: Filling }): RenderedMail => ({
    subject: fillSubject(words.subject),
    text: fillText(words.body),
    html: fillHtml(words.body),
  });
}
