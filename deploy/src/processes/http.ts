import { get } from 'node:http';

export interface HttpAnswer {
  status: number;
  body: string;
}

/**
 * Calls one of our HTTP endpoints on this machine. Rejects where nobody answers within `patience` milliseconds. `fetch`
 * is not used, because it loads an HTTP client of 20 MB.
 */
export function httpGet(url: string, patience: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(patience) }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.once('error', reject);
  });
}
