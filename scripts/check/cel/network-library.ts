import type { Environment } from '@marcbachmann/cel-js';
import { CidrValue, IpValue, makes } from './network-values.ts';

class UrlValue {
  constructor(readonly url: URL) {}
}

/** Go's: an absolute URI, or an absolute path. */
function urlOf(text: string): UrlValue {
  if (text.startsWith('/')) return new UrlValue(new URL(text, 'relative://'));
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) throw new Error(`${text} is no absolute URL`);
  return new UrlValue(new URL(text));
}

/** `ip`, `cidr` and `url` with their functions, as Kubernetes adds them to CEL. */
export function addNetworkLibrary(environment: Environment): void {
  environment
    .registerType('IP', IpValue)
    .registerType('CIDR', CidrValue)
    .registerType('URL', UrlValue)
    .registerFunction('ip(string): IP', (text: string) => new IpValue(text))
    .registerFunction('isIP(string): bool', (text: string) => makes(() => new IpValue(text)))
    .registerFunction('IP.family(): int', (ip: IpValue) => BigInt(ip.family))
    .registerFunction('IP.isLoopback(): bool', (ip: IpValue) =>
      ip.family === 4 ? ip.inside('127.0.0.0', 8) : ip.inside('::1', 128),
    )
    .registerFunction('IP.isUnspecified(): bool', (ip: IpValue) =>
      ip.family === 4 ? ip.inside('0.0.0.0', 32) : ip.inside('::', 128),
    )
    .registerFunction('IP.isLinkLocalUnicast(): bool', (ip: IpValue) =>
      ip.family === 4 ? ip.inside('169.254.0.0', 16) : ip.inside('fe80::', 10),
    )
    .registerFunction('IP.isLinkLocalMulticast(): bool', (ip: IpValue) =>
      ip.family === 4 ? ip.inside('224.0.0.0', 24) : ip.inside('ff02::', 16),
    )
    .registerFunction('IP.isGlobalUnicast(): bool', (ip: IpValue) => {
      const special: readonly [string, number][] =
        ip.family === 4
          ? [
              ['0.0.0.0', 32],
              ['127.0.0.0', 8],
              ['169.254.0.0', 16],
              ['224.0.0.0', 4],
              ['255.255.255.255', 32],
            ]
          : [
              ['::', 128],
              ['::1', 128],
              ['fe80::', 10],
              ['ff00::', 8],
            ];
      return !special.some(([block, length]) => ip.inside(block, length));
    })
    .registerFunction('cidr(string): CIDR', (text: string) => new CidrValue(text))
    .registerFunction('isCIDR(string): bool', (text: string) => makes(() => new CidrValue(text)))
    .registerFunction('CIDR.containsIP(string): bool', (block: CidrValue, ip: string) =>
      block.containsIp(new IpValue(ip)),
    )
    .registerFunction('CIDR.containsIP(IP): bool', (block: CidrValue, ip: IpValue) => block.containsIp(ip))
    .registerFunction('CIDR.containsCIDR(string): bool', (block: CidrValue, other: string) =>
      block.containsCidr(new CidrValue(other)),
    )
    .registerFunction('CIDR.containsCIDR(CIDR): bool', (block: CidrValue, other: CidrValue) =>
      block.containsCidr(other),
    )
    .registerFunction('CIDR.ip(): IP', (block: CidrValue) => block.ip)
    .registerFunction('CIDR.prefixLength(): int', (block: CidrValue) => BigInt(block.length))
    .registerFunction('url(string): URL', urlOf)
    .registerFunction('isURL(string): bool', (text: string) => makes(() => urlOf(text)))
    .registerFunction('URL.getScheme(): string', ({ url }: UrlValue) =>
      url.protocol === 'relative:' ? '' : url.protocol.slice(0, -1),
    )
    .registerFunction('URL.getHost(): string', ({ url }: UrlValue) => url.host)
    .registerFunction('URL.getHostname(): string', ({ url }: UrlValue) =>
      url.hostname.replace(/^\[|\]$/g, ''),
    )
    .registerFunction('URL.getPort(): string', ({ url }: UrlValue) => url.port)
    .registerFunction('URL.getEscapedPath(): string', ({ url }: UrlValue) => url.pathname)
    .registerFunction('URL.getQuery(): map', ({ url }: UrlValue) => {
      const names = [...new Set(url.searchParams.keys())];
      return Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name)]));
    });
}
