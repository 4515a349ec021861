import { oneLine } from '../templates/text.js';

/** What a failed talk with the mail server means for the mail. */
export interface SmtpFailure {
  /** The server will not take this mail, however often it is asked. */
  readonly permanent: boolean;
  /** One line for people, without anything secret. */
  readonly reason: string;
}

/** Where the server's no is about this mail. A no to the greeting or to the login is about the server or our settings. */
const ABOUT_THE_MAIL = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

const LONGEST = 300;

/** Reads nodemailer's error. `secrets` are taken out of the reason: a server may quote what it was sent. */
export function smtpFailure(error: unknown, secrets: readonly string[]): SmtpFailure {
  const { responseCode, command, response, message } = fieldsOf(error);
  const permanent = responseCode >= 500 && ABOUT_THE_MAIL.has(command);
  return { permanent, reason: withoutSecrets(oneLine(response || message), secrets).slice(0, LONGEST) };
}

/** Whole, and the long pieces of it that a line break may have left. */
const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
    .replace(/token=\S+/gi, 'token=[secret]');

function fieldsOf(error: unknown) {
  const own: object = error instanceof Error ? error : {};
  const message = error instanceof Error ? causeOf(error).message : String(error);
  return {
    responseCode: 'responseCode' in own && typeof own.responseCode === 'number' ? own.responseCode : 0,
    command: 'command' in own && typeof own.command === 'string' ? own.command : '',
    response: 'response' in own && typeof own.response === 'string' ? own.response : '',
    message,
  };
}

/** What aborted a talk says more than that it was aborted. */
const causeOf = (error: Error): Error => (error.cause instanceof Error ? error.cause : error);
