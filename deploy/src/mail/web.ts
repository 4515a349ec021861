import { createServer, type Server, type ServerResponse } from 'node:http';

import type { Mailbox } from './mailbox.js';
import { framed, listPage, mailPage, PAGE } from './pages.js';

/** The page loads nothing from elsewhere and runs no scripts. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/** For mails, which strangers may have written. The sandbox also applies where somebody opens one outside the frame. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

/**
 * The mails on a page for people, and for programs: `GET /api/email` (`?to.address=` picks), `GET` and `DELETE
 * /api/email/<id>`, `DELETE /api/email/all`.
 */
export function webServer(mailbox: Mailbox): Server {
  return createServer((request, response) => {
    const { method = 'GET', headers, url = '/' } = request;
    // Refuse other host names. Otherwise a foreign site whose name resolves to this machine could read the mails, which
    // contain working links.
    if (!isOurs(headers.host)) return send(response, 403, 'Ask for localhost or 127.0.0.1.', 'text/plain');
    answer(mailbox, method === 'HEAD' ? 'GET' : method, new URL(url, 'http://localhost'), response).catch(
      (error: Error) => {
        console.error(error);
        send(response, 500, 'This did not work; the log says why.', 'text/plain');
      },
    );
  });
}

const isOurs = (host = '') => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);

async function answer(mailbox: Mailbox, method: string, url: URL, response: ServerResponse): Promise<void> {
  const [, room, id, part] = /^\/(?:(api\/email|mails)(?:\/([^/]+)(?:\/(html))?)?)?$/.exec(url.pathname) ?? [];
  const json = (status: number, content: unknown) =>
    send(response, status, JSON.stringify(content), 'application/json');
  const missing = () => send(response, 404, 'There is no such thing here.', 'text/plain');

  if (room === 'api/email' && !part) {
    if (method === 'GET' && !id)
      return json(200, await mailbox.list({ to: url.searchParams.get('to.address') ?? undefined }));
    if (method === 'DELETE' && id === 'all') return json(200, await mailbox.clear().then(() => true));
    const mail = id && (await mailbox.get(id));
    if (!mail) return missing();
    if (method === 'GET') return json(200, mail);
    if (method === 'DELETE') return json(200, await mailbox.remove(mail.id));
  }
  if (method !== 'GET') return send(response, 405, 'That cannot be done here.', 'text/plain');
  if (url.pathname === '/') return send(response, 200, await list(mailbox, url.searchParams), 'text/html', PAGE_POLICY);
  const mail = room === 'mails' && id ? await mailbox.get(id) : undefined;
  if (!mail) return missing();
  if (part) return send(response, 200, framed(mail), 'text/html', MAIL_POLICY);
  return send(response, 200, mailPage(mail), 'text/html', PAGE_POLICY);
}

async function list(mailbox: Mailbox, query: URLSearchParams): Promise<string> {
  const to = query.get('to') || undefined;
  const mails = await mailbox.list({ to, before: query.get('before') ?? undefined, limit: PAGE });
  return listPage(mails.toReversed(), to, mails.length < PAGE ? undefined : mails[0]?.id);
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  type: string,
  policy = "default-src 'none'",
): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
}
