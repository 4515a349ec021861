/** What a mailed link or a provider has put into the address of this page. */
export interface Arrival {
  /** Of a mailed link; empty where the link has none. */
  readonly token: string;
  /** Of an identity provider or a third party (RFC 6749, 4.1.2; RFC 9207); empty on all other pages. */
  readonly answer: Readonly<Record<string, string>>;
}

const OWN_PAGES = /^\/console(?:\/|$)/;
const CALLBACK = /^\/(?:sso|connection)-callback\//;

const tokenIn = (fragment: string): string => new URLSearchParams(fragment.slice(1)).get('token') ?? '';

/**
 * Taken out of the address before anything else runs, so that it stays neither in the history nor in a screenshot (S37). It
 * lives on in the memory of this page alone.
 */
export const arrival: Arrival = take();

function take(): Arrival {
  const { pathname, search, hash } = location;
  const token = tokenIn(hash);
  const answer = CALLBACK.test(pathname) ? Object.fromEntries(new URLSearchParams(search)) : {};
  if (!OWN_PAGES.test(pathname)) history.replaceState(null, '', pathname);
  return { token, answer };
}

// A link that is opened in the tab where its page stands changes the fragment only: without this, no page would take it.
addEventListener('hashchange', () => {
  if (tokenIn(location.hash) !== '') location.reload();
});
