import type { Mail } from './mail.js';

/** How many mails a page lists. */
export const PAGE = 100;

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { width: 100%; border-collapse: collapse; }
  th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
  time { white-space: nowrap; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
  dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
  iframe { width: 100%; height: 36rem; border: 1px solid #8884; background: #fff; color-scheme: light; }
`;

/** The newest first. `older` is where the list continues. */
export function listPage(mails: readonly Mail[], to: string | undefined, older: string | undefined): string {
  const rows = mails.map(
    (mail) => `<tr><td>${moment(mail)}</td><td>${escape(recipients(mail))}</td>
      <td><a href="/mails/${mail.id}">${escape(mail.subject || '(no subject)')}</a></td></tr>`,
  );
  const next = new URLSearchParams({ ...(to && { to }), ...(older && { before: older }) });
  return page(
    'Mails',
    `<h1>Mails</h1>
    <form>
      <label>To <input type="search" name="to" value="${escape(to ?? '')}"></label>
      <button>Show</button>
    </form>
    ${rows.length === 0 ? '<p>None yet. Every mail that is sent arrives here, and nowhere else.</p>' : ''}
    <table>${rows.join('')}</table>
    ${older ? `<p><a href="/?${escape(String(next))}">Older mails</a></p>` : ''}`,
  );
}

export function mailPage(mail: Mail): string {
  return page(
    mail.subject,
    `<p><a href="/">All mails</a></p>
    <h1>${escape(mail.subject || '(no subject)')}</h1>
    <dl>
      <dt>From</dt><dd>${escape(written(mail.from) || mail.envelope.from)}</dd>
      <dt>To</dt><dd>${escape(recipients(mail))}</dd>
      <dt>Came</dt><dd>${moment(mail)}</dd>
    </dl>
    ${mail.html ? `<iframe title="As HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${mail.id}/html"></iframe>` : ''}
    ${mail.text ? `<h2>As text</h2><pre>${withLinks(mail.text)}</pre>` : ''}`,
  );
}

/**
 * A mail's own HTML, for the frame. Its links open in new tabs, because the frame has no scripts and cannot navigate
 * its page.
 */
export const framed = ({ html }: Mail): string => `<base target="_blank">\n${html}`;

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${STYLE}</style>
<body>
${body}
`;

/** The recipients that the mail names; where it names none, the actual ones. */
const recipients = ({ to, cc, envelope }: Mail) => written([...to, ...cc]) || envelope.to.join(', ');

const written = (addresses: Mail['from']) =>
  addresses.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ');

const moment = ({ time }: Mail) =>
  `<time datetime="${escape(time)}">${escape(time.slice(0, 19).replace('T', ' '))} UTC</time>`;

/** Text with clickable links. Punctuation at the end of a link is not part of it. */
const withLinks = (text: string) =>
  text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/)
    .map((part, index) =>
      index % 2 === 0 ? escape(part) : `<a href="${escape(part)}" target="_blank" rel="noreferrer">${escape(part)}</a>`,
    )
    .join('');

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
