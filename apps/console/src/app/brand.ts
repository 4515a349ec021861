/** The customer's own: what the gateway has put into the page (`index.html`). */
export interface Brand {
  readonly name: string;
  readonly logoUrl?: string;
  /** A colour such as `#2b6cb0`. */
  readonly accent?: string;
  readonly supportEmail?: string;
}

const DEFAULT: Brand = { name: 'Roster' };

export const brand: Brand = readBrand();

function readBrand(): Brand {
  try {
    return { ...DEFAULT, ...(JSON.parse(document.getElementById('brand')?.textContent ?? '') as Partial<Brand>) };
  } catch {
    // Vite's own server fills nothing in.
    return DEFAULT;
  }
}
