import { isIP } from 'node:net';

const LABEL = '[a-z0-9](?:[-a-z0-9_]*[a-z0-9])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, 'i');
const WILDCARD = new RegExp(`^(?:\\*|\\*[-.]?${LABEL}(?:\\.${LABEL})*)$`, 'i');

/** Whether a mesh can read a text as a host: a name, or one whose beginning is a star. */
export function isMeshHost(host: string): boolean {
  return host.length <= 255 && (NAME.test(host) || WILDCARD.test(host));
}

export function isPlainHost(host: string): boolean {
  return NAME.test(host);
}

/** `namespace/host`, or only the host. */
export function hostOf(text: string): { readonly namespace: string | undefined; readonly host: string } {
  const slash = text.indexOf('/');
  return slash < 0
    ? { namespace: undefined, host: text }
    : { namespace: text.slice(0, slash), host: text.slice(slash + 1) };
}

export function isNamespacePart(namespace: string): boolean {
  return (
    namespace === '*' ||
    namespace === '.' ||
    namespace === '~' ||
    /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(namespace)
  );
}

export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** Names of protocols that a mesh knows, in capitals. */
export const PROTOCOLS: ReadonlySet<string> = new Set([
  'HTTP',
  'HTTPS',
  'HTTP2',
  'HTTP_PROXY',
  'GRPC',
  'GRPC-WEB',
  'MONGO',
  'REDIS',
  'MYSQL',
  'TCP',
  'TLS',
  'UDP',
  'HBONE',
  'DOUBLE-HBONE',
  'AUTO',
]);
