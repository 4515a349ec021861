import type { MailOrigin } from '@roster/contracts';
import { inWords, isolated, plainWord, unlinked } from './text.js';

/** When that happened which a mail tells of, and if the reader did it, from which address and with what. */
export function originLines(origin: MailOrigin | undefined): string[] {
  if (!origin) return [];
  const { at, timeZone, address, device } = origin;
  const where = [address && `network address ${said(address)}`, device && `with ${said(device)}`].filter(Boolean);
  return [`When: ${inWords(at, timeZone)}`, ...(where.length > 0 ? [`From: ${where.join(', ')}`] : [])];
}

/** Programs call themselves what they like. */
const said = (word: string): string => isolated(unlinked(plainWord(word)));
