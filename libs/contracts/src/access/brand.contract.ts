import { Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';

/** Whose product people see: on pages, in mails, in their authenticator apps. */
export class Brand {
  name!: string;
  /** A picture, as an http(s) URL. */
  logoUrl!: string | null;
  /** The address that people in need of help write to. */
  supportEmail!: string | null;
  /** Where people sign in. Null: there is no page for it yet. */
  signInUrl!: string | null;
  /** The colour of buttons and links, as `#rrggbb`. */
  color!: string | null;
}

/** Where the gateway shows the logo, for its pages and for mails; 404 where none is configured. */
export const LOGO_PATH = '/pages/logo';

export const getBrand = rpc({
  context: 'access',
  noun: 'brand',
  verb: 'get',
  http: {
    method: 'GET',
    path: '/v1/brand',
    tag: 'Accounts',
    summary: 'Show the product’s name, logo, colour and addresses',
  },
  description:
    'Says under which name and with which looks the product appears, for pages that are shown before anybody has signed in.',
  permission: { open: 'public' },
  input: Nothing,
  output: Brand,
  callers: ['gateway'],
});
