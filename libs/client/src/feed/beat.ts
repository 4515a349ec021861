import { headers as newHeaders, type NatsConnection } from '@nats-io/transport-node';
import type { Heartbeat } from '@roster/contracts';
import { HEADERS, heartbeatSubject } from '@roster/contracts/bus-names';
import type { AccessSigner } from './access-keys.js';

/** Publishes a signed beat to everyone who is listening now. For the access service. */
export function sayBeat(connection: NatsConnection, beat: Heartbeat, signer: AccessSigner): void {
  const text = JSON.stringify(beat);
  const headers = newHeaders();
  headers.set(HEADERS.signature, signer.sign('beat', text));
  connection.publish(heartbeatSubject('access'), text, { headers });
}
