import { describe, expect, it } from '@jest/globals';
import { render, type MailContent } from './render.js';
import { oneLine, unlinked } from './text.js';

const PUBLIC_URL = 'https://roster.example';
const TOKEN = 'Zm9v_-YmFy';
const expiresAt = '2026-11-25T14:30:00.000Z';

const invitation = (words: Partial<Extract<MailContent, { template: 'invitation' }>> = {}): MailContent => ({
  template: 'invitation',
  accountName: 'Acme',
  invitedBy: 'Ada Lovelace',
  expiresAt,
  ...words,
});

const verification: MailContent = { template: 'email-verification', accountName: 'Acme', firstName: 'Ada', expiresAt };

describe('an invitation', () => {
  const mail = render(invitation(), PUBLIC_URL, TOKEN);

  it('says who invites, into what, and until when', () => {
    expect(mail.subject).toBe('Ada Lovelace invited you to Acme');
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('Ada Lovelace');
      expect(part).toContain('Acme');
      expect(part).toContain('25 November 2026 at 14:30 UTC');
    }
  });

  it('has its token in the fragment, as a button and to be read', () => {
    const link = `${PUBLIC_URL}/accept-invitation#token=${TOKEN}`;
    expect(mail.text).toContain(`\n${link}\n`);
    const shown = mail.html.replaceAll('&#x3D;', '=');
    expect(shown.split(link)).toHaveLength(4);
    expect(new URL(link).search).toBe('');
  });
});

describe('a verification', () => {
  it('leads to its own page, and carries nothing of the account in its subject', () => {
    const mail = render(verification, PUBLIC_URL, TOKEN);
    expect(mail.text).toContain(`${PUBLIC_URL}/verify-email#token=${TOKEN}`);
    expect(mail.text).toContain('Hello Ada,');
    expect(mail.subject).not.toContain('Acme');
  });
});

describe('a mail', () => {
  it.each([invitation(), verification])('fetches nothing and has no link but its own ($template)', (content) => {
    const { html } = render(content, PUBLIC_URL, TOKEN);
    expect(html).not.toMatch(/<(img|link|script|iframe|object|form|style)\b|\bsrc=|url\(/i);
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target);
    expect(new Set(targets).size).toBe(1);
  });

  it('shows a template as it was typed', () => {
    const mail = render(invitation({ accountName: '{{7*7}}', invitedBy: '{{link}} {{{token}}}' }), PUBLIC_URL, TOKEN);
    expect(mail.subject).toBe('{{link}} {{{token}}} invited you to {{7*7}}');
    expect(mail.text).toContain('{{7*7}}');
    expect(mail.text).not.toContain('49');
  });

  it('shows markup as it was typed', () => {
    const { html } = render(
      invitation({ accountName: '<img src=x onerror=alert(1)>', invitedBy: `"'&` }),
      PUBLIC_URL,
      TOKEN,
    );
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
    expect(html).toContain('&quot;&#x27;&amp;');
  });

  it.each(['http://evil', 'https://evil.example/x', 'evil.example', 'www.evil.example', 'mail@evil.example', '//evil'])(
    'makes no link of %s in a name',
    (accountName) => {
      const { text, html } = render(invitation({ accountName }), PUBLIC_URL, TOKEN);
      for (const part of [text, html]) {
        expect(part).not.toContain(accountName);
        expect(part.replaceAll('\u200c', '')).toContain(accountName);
      }
    },
  );

  it('has one line of a subject, whatever is in a name', () => {
    const accountName = 'Acme\r\nBcc: everyone@example.com\u2028\u0000';
    const { subject } = render(invitation({ accountName }), PUBLIC_URL, TOKEN);
    expect(subject).toBe('Ada Lovelace invited you to Acme Bcc: everyone@example.com');
  });
});

describe('words of others', () => {
  it('keep their letters, in any script', () => {
    for (const name of ['Łukasz Żółć', '山田 太郎', 'می‌خواهم', '👩‍🚀', 'J. R. Smith & Sons, Inc.']) {
      expect(oneLine(name)).toBe(name);
    }
    expect(unlinked('Smith & Sons, Inc.')).toBe('Smith & Sons, Inc.');
  });

  it('cannot turn the direction of what follows', () => {
    expect(oneLine('Acme\u202egnp.exe\u2066')).toBe('Acmegnp.exe');
  });
});
