import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Brand, LOGO_PATH } from '@roster/contracts';

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const FOLDER = join(import.meta.dirname, 'public');

/** The files of the pages, in the product's name and colour, read once: nothing else can be asked for, by whatever path. */
@Injectable()
export class PageFiles {
  private readonly files: ReadonlyMap<string, PageFile>;

  constructor(brand: Brand) {
    this.files = new Map(
      readdirSync(FOLDER).map((name) => [
        name,
        { type: TYPES[extname(name)] ?? 'application/octet-stream', body: branded(name, brand) },
      ]),
    );
  }

  get(name: string): PageFile | undefined {
    return this.files.get(name);
  }
}

function branded(name: string, brand: Brand): Buffer {
  const file = readFileSync(join(FOLDER, name));
  switch (extname(name)) {
    case '.html':
      return Buffer.from(
        file
          .toString()
          .replaceAll('<p class="brand">{{product}}</p>', () => mark(brand))
          .replaceAll('{{product}}', () => escaped(brand.name))
          .replace('</main>', () => `${help(brand)}</main>`),
      );
    case '.css':
      return brand.color === null ? file : Buffer.concat([file, Buffer.from(accent(brand.color))]);
    default:
      return file;
  }
}

/** The logo, or else the name, which also stands where the picture cannot be had. */
const mark = ({ name, logoUrl }: Brand): string =>
  `<p class="brand">${logoUrl === null ? escaped(name) : `<img src="${LOGO_PATH}" alt="${escaped(name)}" />`}</p>`;

/** Where people go on from here. */
function help({ name, signInUrl, supportEmail }: Brand): string {
  const signIn = signInUrl === null ? [] : [`<a href="${escaped(signInUrl)}">Sign in to ${escaped(name)}</a>`];
  const support =
    supportEmail === null ? [] : [`Help: <a href="mailto:${escaped(supportEmail)}">${escaped(supportEmail)}</a>`];
  const parts = [...signIn, ...support];
  return parts.length === 0 ? '' : `<p class="hint">${parts.join(' · ')}</p>`;
}

/** The product's colour, with text on it that can be read. */
function accent(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const isLight = red * 299 + green * 587 + blue * 114 > 128_000;
  return `\n:root {\n  --accent: ${color};\n  --on-accent: ${isLight ? '#10131c' : '#ffffff'};\n}\n`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
