import { useEffect, useState } from 'preact/hooks';

/** Where the reader is: the part behind the `#`, so that each view has an address that can be sent to others. */
export interface Route {
  /** As the browser has it, such as `#/workloads?kind=Job`. */
  readonly hash: string;
  /** Such as `['clusters', 'prod-japan', 'topology']`. */
  readonly path: readonly string[];
  /** What is asked for, such as `namespace`. */
  readonly query: Readonly<Record<string, string>>;
}

function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return {
    hash,
    path: path.split('/').filter(Boolean).map(decoded),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** What somebody has typed may be no valid encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function addressOf(path: readonly string[], query: Route['query'] = {}): string {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${asked === '' ? '' : `?${asked}`}`;
}

export function currentRoute(): Route {
  return parseRoute(location.hash);
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return parseRoute(hash);
}

/** Changes what is asked for without a further step in the history of the browser. */
export function replaceQuery(query: Route['query']): void {
  const { path } = currentRoute();
  history.replaceState(null, '', addressOf(path, query));
  dispatchEvent(new HashChangeEvent('hashchange'));
}
