import { createSocket } from 'node:dgram';
import dnsPacket from 'dns-packet';

/** A name server that knows what a test tells it, and nothing else. */
export class TestDns {
  /** Name → what its TXT records say. */
  readonly records = new Map<string, string[]>();
  private readonly socket = createSocket('udp4');

  static async start(at = 0): Promise<TestDns> {
    const dns = new TestDns();
    dns.socket.on('message', (message, { port, address }) => dns.socket.send(dns.answer(message), port, address));
    await new Promise<void>((resolve) => dns.socket.bind(at, '127.0.0.1', resolve));
    return dns;
  }

  /** As `DNS_SERVERS` takes it. */
  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  close(): void {
    this.socket.close();
  }

  private answer(message: Buffer): Buffer {
    const { id, questions = [] } = dnsPacket.decode(message);
    const name = questions[0]?.name ?? '';
    const answers = (this.records.get(name) ?? []).map((data) => ({ type: 'TXT', name, ttl: 0, data }) as const);
    const flags = answers.length > 0 ? 0 : NAME_ERROR;
    return dnsPacket.encode({ type: 'response', ...(id !== undefined && { id }), flags, questions, answers });
  }
}

const NAME_ERROR = 3;
