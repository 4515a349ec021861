import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer on the bus, as it is on the wire. */
export interface PlainAnswer {
  /** `503` where nobody listens. */
  readonly status: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

interface Message {
  readonly subject: string;
  readonly head: Buffer;
  readonly body: Buffer;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const USER_PREFIX = 20 << 3;

/**
 * A client of the bus without any library of NATS: a socket, and a signature. It knows nothing but what the README says
 * to people who write one in another language.
 */
export class PlainClient {
  private readonly waiting = new Map<string, (message: Message) => void>();
  private readonly refusals: string[] = [];
  private read = Buffer.alloc(0);
  private asked = 0;

  private constructor(
    private readonly socket: Socket,
    private readonly inbox: string,
  ) {}

  static async connect(url: string, seed: string, inboxPrefix: string): Promise<PlainClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const client = new PlainClient(socket, `${inboxPrefix}.${process.pid}-${Date.now()}`);
    const [info] = (await once(socket, 'data')) as [Buffer];
    const { nonce } = JSON.parse(info.toString().replace(/^INFO /, '')) as { nonce: string };
    const key = keyOf(seed);
    const hello = {
      nkey: nameOf(key),
      sig: sign(null, Buffer.from(nonce), key).toString('base64url'),
      headers: true,
      no_responders: true,
      verbose: false,
      pedantic: false,
    };
    socket.on('data', (part) => client.take(part));
    socket.write(`CONNECT ${JSON.stringify(hello)}\r\nSUB ${client.inbox}.* 1\r\nPING\r\n`);
    await client.pong();
    return client;
  }

  /** Rejects where the server refuses what was sent. */
  async request(subject: string, body: object, headers: Record<string, string> = {}): Promise<PlainAnswer> {
    const reply = `${this.inbox}.${(this.asked += 1)}`;
    const answer = new Promise<Message>((resolve) => this.waiting.set(reply, resolve));
    const head = `NATS/1.0\r\n${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`;
    const text = JSON.stringify(body);
    const sizes = `${Buffer.byteLength(head)} ${Buffer.byteLength(head + text)}`;
    this.socket.write(`HPUB ${subject} ${reply} ${sizes}\r\n${head}${text}\r\nPING\r\n`);
    await this.pong();
    const message = await answer;
    const [status = '', ...lines] = message.head.toString().split('\r\n');
    return {
      status: status.replace(/^NATS\/1\.0 ?/, ''),
      headers: new Map(
        lines
          .filter(Boolean)
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      ),
      body: message.body.toString(),
    };
  }

  close(): void {
    this.socket.destroy();
  }

  /** The server has processed all that was sent before. Rejects if it refused any of it, or hung up. */
  private async pong(): Promise<void> {
    const over = once(this.socket, 'close').then(() => 'the connection was closed');
    await Promise.race([new Promise<void>((resolve) => this.waiting.set('PONG', () => resolve())), over]);
    const [refusal] = this.refusals;
    if (refusal !== undefined) throw new Error(refusal);
  }

  private take(part: Buffer): void {
    this.read = Buffer.concat([this.read, part]);
    for (;;) {
      const end = this.read.indexOf('\r\n');
      if (end < 0) return;
      const [verb = '', subject = '', ...rest] = this.read.subarray(0, end).toString().split(' ');
      let after = end + 2;
      if (verb === 'MSG' || verb === 'HMSG') {
        const size = Number(rest.at(-1));
        if (this.read.length < after + size + 2) return;
        const content = this.read.subarray(after, after + size);
        const head = verb === 'HMSG' ? Number(rest.at(-2)) : 0;
        after += size + 2;
        this.waiting.get(subject)?.({ subject, head: content.subarray(0, head), body: content.subarray(head) });
      }
      if (verb === 'PING') this.socket.write('PONG\r\n');
      if (verb === 'PONG') this.waiting.get('PONG')?.({ subject, head: part, body: part });
      if (verb === '-ERR') this.refusals.push([subject, ...rest].join(' '));
      this.read = this.read.subarray(after);
    }
  }
}

/** The Ed25519 key of an nkey's seed, as RFC 8410 writes it. */
function keyOf(seed: string): KeyObject {
  const raw = decoded(seed).subarray(2, 34);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), raw]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** The public half as NATS writes it, `U…`: prefix, key, and their CRC-16. */
function nameOf(key: KeyObject): string {
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const named = Buffer.concat([Buffer.from([USER_PREFIX]), raw]);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(crc16(named));
  return encoded(Buffer.concat([named, sum]));
}

function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

function decoded(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function encoded(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
