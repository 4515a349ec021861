/** Signs in over HTTP, or asks who one is, and checks every status. Told `{ target, connections, seconds }`. */
import autocannon from 'autocannon';
import { settings } from './settings.mjs';

/** `targets`: name → `{ url, method, headers, body, status }`. */
const { targets } = await settings();

async function measure(name, connections, seconds) {
  const { url, method, headers, body, status: wanted } = targets[name];
  let wrong;
  const result = await autocannon({
    url,
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
    connections,
    duration: seconds,
    timeout: 30,
    setupClient(client) {
      client.on('response', (status) => {
        if (status !== wanted) wrong ??= `${name}: ${status}`;
      });
    },
  });
  if (wrong ?? result.errors) throw new Error(wrong ?? `${name}: ${result.errors} errors`);
  const { p50, p99 } = result.latency;
  return { rate: result.requests.total / result.duration, p50, p99 };
}

process.on('message', ({ target, connections, seconds }) => {
  measure(target, connections, seconds).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.stack }),
  );
});
process.send({ ready: true });
