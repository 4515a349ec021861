import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { Mailbox, type CaughtMail } from './mail.js';

/** What the server does with one attempt, once it has the whole mail. */
export type Answer =
  | 'accept'
  /** 250 at the moment that the function says so. */
  | { accept: (say250: () => void) => Promise<void> }
  /** 451: try again later. */
  | 'refuse for now'
  /** 550 with these words: never try again. */
  | { refuse: string }
  /** No answer at all; the connection stays open. */
  | 'stall'
  /** The connection ends without an answer. */
  | 'drop';

export interface SmtpMail extends CaughtMail {
  messageId: string;
  /** Whether the client was told 250. */
  accepted: boolean;
}

type Done = (error?: Error | null, message?: string) => void;

/** A real mail server that behaves as a test tells it to, and keeps what it was sent. */
export class ScriptedSmtp extends Mailbox {
  /** Everything that came to the end of DATA, whatever was answered. */
  readonly attempts: SmtpMail[] = [];
  private readonly scripts = new Map<string, Answer[]>();
  /** By the client's port. */
  private readonly sockets = new Map<number, Socket>();
  private readonly server: SMTPServer;

  private constructor() {
    super('');
    this.server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onData: (stream, session, done) => void this.receive(stream, session, done),
    });
    // A client that was killed, or that gave up on us, breaks its connection: that is what these tests are about.
    this.server.on('error', () => undefined);
    this.server.server.on('connection', (socket: Socket) => this.sockets.set(socket.remotePort ?? 0, socket));
  }

  static async start(): Promise<ScriptedSmtp> {
    const smtp = new ScriptedSmtp();
    await new Promise<void>((resolve) => smtp.server.listen(0, '127.0.0.1', () => resolve()));
    return smtp;
  }

  get url(): string {
    const { port } = this.server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  /** What the next attempts for this address meet, in turn; those after them are accepted. */
  script(address: string, ...answers: Answer[]): void {
    this.scripts.set(address.toLowerCase(), answers);
  }

  /** Those that were answered with 250. */
  override async to(address: string): Promise<SmtpMail[]> {
    return this.attemptsFor(address).filter(({ accepted }) => accepted);
  }

  attemptsFor(address: string): SmtpMail[] {
    return this.attempts.filter((mail) => mail.to.some((to) => to.address === address.toLowerCase()));
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  private async receive(stream: SMTPServerDataStream, session: SMTPServerSession, done: Done): Promise<void> {
    const recipient = session.envelope.rcptTo[0]?.address.toLowerCase() ?? '';
    const parsed = await simpleParser(stream).catch((error: Error) => error);
    // A mail that was cut short does not count: its sender was killed, or stopped waiting.
    if (parsed instanceof Error) return done(parsed);
    const mail = asCaught(parsed);
    this.attempts.push(mail);
    const accept = () => {
      mail.accepted = true;
      done();
    };
    const answer = this.scripts.get(recipient)?.shift() ?? 'accept';
    if (answer === 'accept') accept();
    else if (answer === 'refuse for now') done(refusal(451, 'Try again later'));
    else if (answer === 'drop') this.drop(session);
    else if (answer !== 'stall') await ('accept' in answer ? answer.accept(accept) : done(refusal(550, answer.refuse)));
  }

  private drop(session: SMTPServerSession): void {
    this.sockets.get(session.remotePort)?.destroy();
  }
}

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

const asCaught = (mail: ParsedMail): SmtpMail => ({
  id: mail.messageId ?? '',
  messageId: mail.messageId ?? '',
  subject: mail.subject ?? '',
  text: mail.text ?? '',
  html: mail.html || '',
  to: addresses(mail.to),
  headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line.slice(key.length + 1).trim()])),
  accepted: false,
});

const addresses = (to: ParsedMail['to']): { address: string }[] =>
  [to ?? []]
    .flat()
    .flatMap(({ value }: AddressObject) => value.map(({ address = '' }) => ({ address: address.toLowerCase() })));
