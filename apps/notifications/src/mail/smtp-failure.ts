import { oneLine } from '../templates/text.js';

/** What a failed attempt means for the mail. */
export interface SmtpFailure {
  /** The server will not accept this mail, however often it is sent. */
  readonly permanent: boolean;
  /** One line for people, without anything secret. */
  readonly reason: string;
}

/**
 * The commands at which a refusal is about this mail. At the greeting or login it is about the server or our settings.
 */
const ABOUT_THE_MAIL = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

const LONGEST = 300;

/** Reads nodemailer's error. `secrets` are removed from the reason, because a server may quote what it was sent. */
export function smtpFailure(error: unknown, secrets: readonly string[]): SmtpFailure {
  const { responseCode, command, response, message } = fieldsOf(error);
  const permanent = responseCode >= 500 && ABOUT_THE_MAIL.has(command);
  return { permanent, reason: withoutSecrets(oneLine(response || message), secrets).slice(0, LONGEST) };
}

/** Removes whole secrets, and the parts of a token that a line break may have left. */
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

/** The cause of an abort says more than the abort itself. */
const causeOf = (error: Error): Error => (error.cause instanceof Error ? error.cause : error);
