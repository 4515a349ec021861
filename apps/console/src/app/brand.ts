import type { components } from '../api/schema.js';

/** The product's name and looks, as the gateway has put them into the page (`index.html`). */
export type Brand = components['schemas']['Brand'];

const DEFAULT: Brand = { name: 'Roster', logoUrl: null, supportEmail: null, signInUrl: null, color: null };

export const brand: Brand = readBrand();

/** Where people sign in: at the product, where it has a page for it. */
export const signInPage = brand.signInUrl ?? '/console/sign-in';

function readBrand(): Brand {
  try {
    return { ...DEFAULT, ...(JSON.parse(document.getElementById('brand')?.textContent ?? '') as Partial<Brand>) };
  } catch {
    // Vite's own server fills nothing in.
    return DEFAULT;
  }
}
