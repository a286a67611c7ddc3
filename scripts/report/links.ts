import type { Fleet } from '../../clusters/index.ts';

/** Where people read the files of a repository; undefined for a host whose addresses nobody here knows. */
export function webAddress({ url, revision }: Fleet['repository']): string | undefined {
  const { hostname, origin, pathname } = new URL(url);
  const repository = `${origin}${pathname.replace(/\.git$/, '')}`;
  if (hostname === 'github.com' || hostname.startsWith('github.')) return `${repository}/blob/${revision}`;
  if (hostname === 'gitlab.com' || hostname.startsWith('gitlab.')) return `${repository}/-/blob/${revision}`;
  return undefined;
}
