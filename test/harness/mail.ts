import { eventually } from './eventually.js';

export interface CaughtMail {
  id: string;
  subject: string;
  text: string;
  html: string;
  to: { address: string }[];
  headers: Record<string, string>;
}

/** The mails that the system has sent, as its mail catcher holds them. */
export class Mailbox {
  constructor(private readonly apiUrl: string) {}

  async to(address: string): Promise<CaughtMail[]> {
    const response = await fetch(`${this.apiUrl}?to.address=${encodeURIComponent(address)}`);
    const mails = (await response.json()) as CaughtMail[];
    return mails.filter((mail) => mail.to.some((to) => to.address.toLowerCase() === address.toLowerCase()));
  }

  /** The first mail to this address that says so, once it is there. */
  next = (address: string, matches: (mail: CaughtMail) => boolean = () => true): Promise<CaughtMail> =>
    eventually(`a mail to ${address}`, async () => (await this.to(address)).find(matches));

  /** The token in the link of a mail. */
  async token(address: string, matches?: (mail: CaughtMail) => boolean): Promise<string> {
    return tokenIn(await this.next(address, matches));
  }
}

export function tokenIn(mail: CaughtMail): string {
  const token = /#token=([\w.~-]+)/.exec(mail.text)?.[1];
  if (!token) throw new Error(`No link in the mail “${mail.subject}”`);
  return token;
}
