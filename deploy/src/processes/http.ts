import { get } from 'node:http';

export interface HttpAnswer {
  status: number;
  body: string;
}

/**
 * Asks a door of ours on this machine; rejects where nobody answers within `patience` milliseconds. Not by `fetch`, which
 * brings an HTTP client of 20 MB for what is asked here.
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
