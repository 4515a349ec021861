import { setNonce } from 'get-nonce';

/** The nonce of this page: the content security policy allows no style tag without it. */
export const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

// Dialogs keep the page behind them from scrolling by a style tag of their own.
setNonce(nonce);
