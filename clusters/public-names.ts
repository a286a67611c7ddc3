import type { Cluster } from './cluster.ts';

/** Every name at which a cluster serves a host: its own first, then those that it may take over (S0-89, S4-49). */
export function publicNames(host: string, { domain, takesOver }: Cluster): readonly string[] {
  const others = takesOver.filter(({ hosts }) => hosts.includes(host));
  return [domain, ...others.map((other) => other.domain)].map((each) => `${host}.${each}`);
}
