import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

import type { Mailbox } from './mailbox.js';

const LARGEST = 25 * 1024 * 1024;

/** A mail server that accepts every mail and forwards none. */
export function smtpServer(mailbox: Mailbox): SMTPServer {
  const server = new SMTPServer({
    size: LARGEST,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    onData: (stream, session, done) => void receive(stream, session, mailbox, done),
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.syscall === 'listen') throw error;
    // A client that ends half-way breaks its connection; that is not our error.
    console.error(error.message);
  });
  return server;
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  mailbox: Mailbox,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map(({ address }) => address);
    await mailbox.add(await whole(stream), { from: mailFrom ? mailFrom.address : '', to });
  } catch (error) {
    return done(error as Error);
  }
  done();
}

async function whole(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  // Read the mail to its end even if it is too large: clients do not listen for an answer before that.
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= LARGEST) parts.push(part);
  }
  if (size > LARGEST) throw Object.assign(new Error('The mail is too large'), { responseCode: 552 });
  return Buffer.concat(parts);
}
