import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOGO_PATH, type Brand } from '@roster/contracts';
import { contentPolicy } from '../../http/protection/security-headers.js';
import { CONSOLE_FOLDER } from './console-files.js';

export interface ConsolePage {
  readonly html: string;
  /** The content security policy that goes with it. */
  readonly policy: string;
}

let template: Promise<string> | undefined;

/**
 * The console's one HTML page, with a nonce for its style sheets and with the product's name and looks, so that a changed
 * setting needs no new build. Undefined where the console has not been built.
 */
export async function consolePage(brand: Brand): Promise<ConsolePage | undefined> {
  const text = await (template ??= readFile(join(CONSOLE_FOLDER, 'index.html'), 'utf8').catch((error: unknown) => {
    template = undefined;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }));
  if (text === '') return undefined;
  const nonce = randomBytes(16).toString('base64');
  const filled: Record<string, string> = {
    nonce,
    title: escaped(brand.name),
    // In a script element only `<` could end it.
    brand: JSON.stringify(shown(brand)).replaceAll('<', String.raw`\u003c`),
  };
  return {
    html: text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => filled[name] ?? placeholder),
    policy: contentPolicy({ 'style-src': ["'self'", `'nonce-${nonce}'`], 'img-src': ["'self'", 'data:'] }),
  };
}

/** The logo comes from here: whoever opens a page asks nobody else for anything (S37). */
const shown = (brand: Brand): Brand => ({ ...brand, logoUrl: brand.logoUrl === null ? null : LOGO_PATH });

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
