/** Asks over HTTP and checks every answer. Told `{ target, connections, seconds }`, it tells the answers a second. */
import autocannon from 'autocannon';
import { settings } from './settings.mjs';

/** `targets`: name → `{ url, headers, requests: [{ body, answer }] }`; what is in `answer` must be in the answer. */
const { targets } = await settings();

const includes = (given, wanted) =>
  typeof wanted !== 'object' || wanted === null
    ? given === wanted
    : typeof given === 'object' &&
      given !== null &&
      Object.keys(wanted).every((key) => includes(given[key], wanted[key]));

async function rate(name, connections, seconds) {
  const { url, headers, requests } = targets[name];
  let wrong;
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    connections,
    duration: seconds,
    // Each connection goes through all the questions, one after the other.
    requests: requests.map(({ body, answer }) => ({
      body,
      onResponse(status, text) {
        if (status !== 200 || !includes(JSON.parse(text), answer)) wrong ??= `${name}: ${body} → ${status} ${text}`;
      },
    })),
  });
  if (wrong ?? (result.errors || result.non2xx)) throw new Error(wrong ?? `${name}: ${result.errors} errors`);
  return result.requests.total / result.duration;
}

/** Each question once. */
async function check(name) {
  const { url, headers, requests } = targets[name];
  for (const { body, answer } of requests) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const given = await response.json();
    if (!includes(given, answer)) throw new Error(`${name}: ${body} → ${JSON.stringify(given)}`);
  }
  return requests.length;
}

process.on('message', ({ check: name, target, connections, seconds }) => {
  (name ? check(name) : rate(target, connections, seconds)).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.stack }),
  );
});
process.send({ ready: true });
