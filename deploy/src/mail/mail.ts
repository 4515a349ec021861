import PostalMime, { type Address as Written } from 'postal-mime';

interface Address {
  address: string;
  name: string;
}

/** A caught mail, in the form in which it is stored and shown. */
export interface Mail {
  /** Consists of digits; a later mail's id is greater. */
  id: string;
  /** When it came, as an instant of ISO 8601. */
  time: string;
  subject: string;
  from: Address[];
  to: Address[];
  cc: Address[];
  /** The actual recipients, including those of `bcc`. */
  envelope: { from: string; to: string[] };
  /** By name in lower case. Of several with the same name, the last. */
  headers: Record<string, string>;
  text: string;
  /** Empty for a mail that is text only. */
  html: string;
}

/** Reads a mail. Attachments are not kept. */
export async function readMail(source: Buffer, id: string, envelope: Mail['envelope']): Promise<Mail> {
  const { subject = '', from, to = [], cc = [], headers, text = '', html = '' } = await PostalMime.parse(source);
  return {
    id,
    time: new Date().toISOString(),
    subject,
    from: addresses(from ? [from] : []),
    to: addresses(to),
    cc: addresses(cc),
    envelope,
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
    // A text part ends with a line break.
    text: text.trimEnd(),
    html: html.trimEnd(),
  };
}

const addresses = (written: readonly Written[]): Address[] =>
  written
    .flatMap((entry) => (entry.group ? entry.group : [entry]))
    .map(({ address = '', name = '' }) => ({ address, name }));
