/** The parts of the name of an image. */
export interface Image {
  readonly repository: string;
  readonly registry: string;
  /** Who owns the repository: the registry, and the account in it where others share it. */
  readonly owner: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const SHARED =
  /^(?:docker\.io|ghcr\.io|quay\.io|gcr\.io|registry\.gitlab\.com|public\.ecr\.aws|.*\.pkg\.dev)$/;

/** Reads the name of an image as container runtimes do; undefined for what is none. */
export function imageOf(value: unknown): Image | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const [name = '', digest] = value.split('@');
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  const [path, tag] = colon === -1 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)];
  const [first = '', ...rest] = path.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const registry = hasRegistry ? first : 'docker.io';
  const inRegistry = hasRegistry ? rest.join('/') : path.includes('/') ? path : `library/${path}`;
  const [account = ''] = inRegistry.split('/');
  return {
    repository: `${registry}/${inRegistry}`,
    registry,
    owner: SHARED.test(registry) ? `${registry}/${account}` : registry,
    tag,
    digest,
  };
}
