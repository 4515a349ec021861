import PostalMime, { type Address as Written } from 'postal-mime';

interface Address {
  address: string;
  name: string;
}

/** A mail as it was caught, in the shape in which it is kept and shown. */
export interface Mail {
  /** Of digits; a later mail's is greater. */
  id: string;
  /** When it came, as an instant of ISO 8601. */
  time: string;
  subject: string;
  from: Address[];
  to: Address[];
  cc: Address[];
  /** To whom it was really sent, among them those of `bcc`. */
  envelope: { from: string; to: string[] };
  /** By their names in small letters, as they were written; of several with one name, the last. */
  headers: Record<string, string>;
  text: string;
  /** Empty for a mail that is text only. */
  html: string;
}

/** Reads a mail; what was attached is not kept. */
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
    // A part of a mail ends with its line.
    text: text.trimEnd(),
    html: html.trimEnd(),
  };
}

const addresses = (written: readonly Written[]): Address[] =>
  written
    .flatMap((entry) => (entry.group ? entry.group : [entry]))
    .map(({ address = '', name = '' }) => ({ address, name }));
