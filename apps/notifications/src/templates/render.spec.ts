import { describe, expect, it } from '@jest/globals';
import type { MailOrigin, MailTemplateName, MailWords } from '@roster/contracts';
import { LETTERS, type LetterName } from './letters.js';
import { render, renderMessage, type MailContent } from './render.js';
import { headerWord, plainWord, unlinked } from './text.js';

const PUBLIC_URL = 'https://roster.example';
const HEAD = {
  publicUrl: PUBLIC_URL,
  brand: {
    name: 'Acme Mail',
    logoUrl: null,
    supportEmail: 'help@acme.example',
    signInUrl: 'https://app.acme.example/sign-in',
    color: '#123456',
  },
};
const TOKEN = 'Zm9v_-YmFy';
const expiresAt = '2026-11-25T14:30:00.000Z';
const ORIGIN: MailOrigin = {
  at: '2026-11-24T23:30:00.000Z',
  timeZone: 'Europe/Berlin',
  address: '203.0.113.7',
  device: 'Firefox 145 on Linux',
};
const [firstName, accountName] = ['Ada', 'Acme'];

/** All words that each mail may use. A template that needs others fails. */
const WORDS: MailWords & Record<'invitation' | 'email-verification', object> = {
  invitation: { accountName, invitedBy: 'Ada Lovelace' },
  'email-verification': { accountName, firstName },
  'account-created': { firstName, accountName, createdBy: 'Ben Boss' },
  'password-reset': { firstName },
  'password-changed': { firstName },
  'email-change': { firstName },
  'email-change-requested': { firstName, newEmail: 'ada@new.example' },
  'email-changed': { firstName, newEmail: 'ada@new.example' },
  'ip-authorization': { firstName, accountName, address: '203.0.113.9' },
  'backup-code-used': { firstName, left: '9' },
  'second-factor-added': { firstName, factor: 'a passkey' },
  'second-factor-removed': { firstName, factor: 'a passkey' },
  'sso-identity-forgotten': { firstName, accountName },
  'emergency-access-used': { accountName },
  'sso-provisioning-stopped': {
    firstName,
    accountName,
    connectionName: 'Acme login',
    reason: 'There is no free seat.',
    remedy: 'Free a seat.',
  },
  'ownership-transferred': { firstName, accountName, newOwner: 'Ben Boss' },
  'roles-changed': { firstName, accountName, changedBy: 'Ben Boss', formerRoles: 'none', roles: 'Editor, Viewer' },
  'access-revoked': { firstName, accountName },
  'access-restored': { firstName, accountName, changedBy: 'Ben Boss', roles: 'Editor' },
  'api-key-created': { firstName, accountName, keyName: 'nightly' },
  'phone-code': { accountName },
  'billing-change-dropped': {
    firstName,
    accountName,
    plan: 'Basic',
    stays: 'Plus',
    why: 'it has too few seats (Users)',
  },
  'billing-consent-given': {
    firstName,
    accountName,
    givenBy: 'Ben Boss',
    what: 'Users: 1 more',
    price: '47.00 USD, billed on 2026-02-28',
    recurring: '47.00 USD a month',
  },
  'billing-plan-changed': { firstName, accountName, givenBy: 'Ben Boss', what: 'Plus in place of Basic, from now on' },
  'billing-seat-refused': { firstName, accountName, price: '47.00 USD a month' },
  'billing-contact-changed': { firstName, accountName, givenBy: 'Ben Boss', contact: 'Cleo Clerk' },
  'billing-contact-left': { firstName, accountName, contact: 'Cleo Clerk' },
};

const NAMES = Object.keys(LETTERS) as LetterName[];

const contentOf = <Name extends LetterName>(template: Name, words: object = {}): MailContent<Name> => ({
  template,
  words: { ...WORDS[template], ...words },
  expiresAt,
  ...(template !== 'invitation' && { origin: ORIGIN }),
});

const shown = (html: string) => html.replaceAll('&#x3D;', '=').replaceAll('\u200c', '');

describe('an invitation', () => {
  const mail = render(contentOf('invitation'), HEAD, TOKEN);

  it('says who invites, to which account, and until when', () => {
    expect(mail.subject).toBe('Ada Lovelace invited you to Acme');
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('Ada Lovelace');
      expect(part).toContain('Acme');
      expect(part).toContain('25 November 2026 at 14:30 UTC');
      // Who invites says so by name; where they are is theirs.
      expect(part).not.toContain('When:');
    }
  });

  it('has its token in the fragment, as a button and as text', () => {
    const link = `${PUBLIC_URL}/accept-invitation#token=${TOKEN}`;
    expect(mail.text).toContain(`\n${link}\n`);
    expect(shown(mail.html).split(link)).toHaveLength(4);
    expect(new URL(link).search).toBe('');
  });
});

describe('each mail', () => {
  const pages: Partial<Record<LetterName, string>> = {
    invitation: '/accept-invitation',
    'email-verification': '/verify-email',
    'password-reset': '/reset-password',
    'email-change': '/confirm-email',
    'email-changed': '/undo-email-change',
    'ip-authorization': '/authorize-ip',
  };

  it.each(NAMES)('says what it was given, and links to its own page or to none (%s)', (name) => {
    const { subject, text, html } = render(contentOf(name), HEAD, TOKEN);
    expect(`${subject}${text}${html}`).not.toContain('{{');
    for (const [word, value] of Object.entries(WORDS[name])) {
      if (word !== 'firstName') expect(`${subject}${shown(text)}`).toContain(value);
      if (word !== 'firstName') expect(shown(html)).toContain(value);
    }
    expect(text).toMatch(/^Hello( Ada)?,\n/);
    const links = [...text.matchAll(/https:\S+/g)].map(([link]) => link);
    const page = pages[name];
    expect(links).toEqual([...(page ? [`${PUBLIC_URL}${page}#token=${TOKEN}`] : []), HEAD.brand.signInUrl]);
    for (const part of [text, html]) for (const own of ['Acme Mail', 'help@acme.example']) expect(part).toContain(own);
    expect(html).toContain('#123456');
    expect(`${subject}${text}${html}`).not.toContain('Roster');
  });

  const told = NAMES.filter((name) => name !== 'invitation');
  const WHEN = 'When: 25 November 2026 at 00:30 (Europe/Berlin, UTC+1)';

  it.each(told)('says when, in the reader’s time zone, and from where and with what they did it (%s)', (name) => {
    const { text, html } = render(contentOf(name), HEAD, TOKEN);
    const from = 'From: network address 203.0.113.7, with Firefox 145 on Linux';
    expect(shown(text)).toContain(`\n\n${WHEN}\n${from}\n\n`);
    expect(shown(html)).toContain(`${WHEN}<br />${from}</p>`);
  });

  it.each(told)('says only when, of what somebody else did (%s)', (name) => {
    const origin = { ...ORIGIN, address: null, device: null };
    const { text, html } = render({ ...contentOf(name), origin }, HEAD, TOKEN);
    expect(text).toContain(`\n\n${WHEN}\n\n`);
    expect(html).toContain(`${WHEN}</p>`);
    expect(text + html).not.toContain('From:');
  });

  it.each(told)('makes no markup, link or line of what a program calls itself (S42) (%s)', (name) => {
    const device = '<img src=x> http://evil.example \r\nBcc: all@evil.example';
    const { text, html } = render({ ...contentOf(name), origin: { ...ORIGIN, device } }, HEAD, TOKEN);
    expect(html).not.toContain('<img');
    for (const part of [text, html]) expect(part).not.toMatch(/http:\/\/evil|@evil\.example|^\s*Bcc/m);
  });

  it('of a delivery from before mails said it has no empty lines in its place', () => {
    const { origin: _, ...old } = contentOf('password-changed');
    expect(render(old, HEAD).text).not.toMatch(/When|\n\n\n/);
  });

  it.each(NAMES)('fetches nothing and has no link but its own (%s)', (name) => {
    const { html } = render(contentOf(name), HEAD, TOKEN);
    expect(html).not.toMatch(/<(img|link|script|iframe|object|form|style)\b|\bsrc=|url\(/i);
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target);
    const { signInUrl, supportEmail } = HEAD.brand;
    const own = targets.filter((target) => target !== signInUrl && target !== `mailto:${supportEmail}`);
    expect(new Set(own).size).toBe(pages[name] ? 1 : 0);
  });

  it.each(NAMES)('shows the logo, where there is one, and no other picture (%s)', (name) => {
    const logoUrl = 'https://cdn.acme.example/logo.png';
    const { html } = render(contentOf(name), { ...HEAD, brand: { ...HEAD.brand, logoUrl } }, TOKEN);
    const pictures = [...html.matchAll(/<img src="([^"]*)" alt="([^"]*)"/g)].map(([, ...picture]) => picture);
    expect(pictures).toEqual([[`${PUBLIC_URL}/pages/logo`, 'Acme Mail']]);
    // The product's own server: mails tell nobody else who reads them.
    expect(html).not.toContain('cdn.acme');
  });

  const hostile =
    '<img src=x onerror=alert(1)> {{7*7}} http://evil.example {{{token}}} \r\nBcc: all@evil.example\u202e';

  it.each(NAMES)(
    'shows what people typed as they typed it: no markup, no template, no link, no line (S42) (%s)',
    (name) => {
      const words = Object.fromEntries(Object.keys(WORDS[name]).map((word) => [word, hostile]));
      const { subject, text, html } = render(contentOf(name, words), HEAD, TOKEN);
      expect(html).not.toContain('<img');
      for (const part of [text, html]) {
        expect(part).not.toContain('49');
        expect(part).not.toContain('http://evil');
        expect(part).not.toContain('@evil.example');
        expect(part).not.toContain('\u202e');
        expect(part).not.toMatch(/^\s*Bcc/m);
      }
      expect(subject).not.toMatch(/[\r\n\u202e<>]/);
      expect(subject).not.toMatch(/http:\/\/|@evil/);
      expect(subject).not.toContain('49');
    },
  );

  it.each(NAMES)('keeps the order of its text around a name that runs from right to left (%s)', (name) => {
    const hebrew = 'עדה לאבלייס';
    const words = Object.fromEntries(Object.keys(WORDS[name]).map((word) => [word, hebrew]));
    const { subject, text, html } = render(contentOf(name, words), HEAD, TOKEN);
    for (const part of [subject, text]) {
      expect(part.split(hebrew)).toHaveLength(part.split(`\u2068${hebrew}\u2069`).length);
    }
    const [, title = ''] = /<title>(.*)<\/title>/.exec(html) ?? [];
    expect(title).toBe(subject);
    const page = html.replace(title, '');
    expect(page.split(hebrew)).toHaveLength(page.split(`<bdi>${hebrew}</bdi>`).length);
  });

  it('greets nobody by name who has none', () => {
    expect(render(contentOf('access-revoked', { firstName: '' }), HEAD).text).toMatch(/^Hello,\n/);
  });
});

it('warns people who are asked to authorize an address that they do not know (SC-13)', () => {
  const { subject, text } = render(contentOf('ip-authorization'), HEAD, TOKEN);
  expect(subject).toBe('Acme — Authorize IP address');
  expect(text.replaceAll('\u200c', '')).toContain('authorized yet: 203.0.113.9');
  expect(text).toContain('Never approve a request that you do not recognise');
  expect(text).toContain('change your password at once and contact support');
});

it('shows strangers nothing in the subject that the sender typed', () => {
  for (const name of ['email-verification', 'password-reset', 'email-change'] as const) {
    expect(LETTERS[name].subject).not.toContain('{{');
  }
});

describe('a message to a telephone', () => {
  it('begins with its code, and makes no link of a name (S42)', () => {
    const words = { accountName: 'Pay http://evil.example\n {{code}}' };
    const text = renderMessage({ template: 'phone-code', words, expiresAt }, '012345');
    expect(text).toMatch(/^012345 is your code/);
    expect(text.match(/012345/g)).toHaveLength(1);
    expect(text).not.toContain('http://');
    expect(text).not.toContain('\n');
  });

  it('is the only template that is not a letter', () => {
    const all: Record<MailTemplateName | LetterName, unknown> = WORDS;
    expect(Object.keys(all).toSorted()).toEqual([...NAMES, 'phone-code'].toSorted());
  });
});

describe('words that other people typed', () => {
  it('keep their letters, in any script', () => {
    for (const name of ['Łukasz Żółć', '山田 太郎', 'می‌خواهم', '👩‍🚀', 'J. R. Smith & Sons, Inc.']) {
      expect(plainWord(name)).toBe(name);
      expect(headerWord(name).replaceAll(/[\u2068\u2069\u200c]/gu, '')).toBe(name.replaceAll('\u200c', ''));
    }
    expect(unlinked('Smith & Sons, Inc.')).toBe('Smith & Sons, Inc.');
  });

  it.each(['http://evil', 'https://evil.example/x', 'evil.example', 'www.evil.example', 'mail@evil.example', '//evil'])(
    'are no link if they are %s (S42)',
    (name) => {
      expect(unlinked(name)).not.toBe(name);
      expect(unlinked(name).replaceAll('\u200c', '')).toBe(name);
    },
  );

  it('cannot change the direction of the text that follows', () => {
    expect(plainWord('Acme\u202egnp.exe\u2066')).toBe('Acmegnp.exe');
  });
});
