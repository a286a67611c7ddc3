/** A short name is a Service of the namespace of the object that says it. */
export function fullHost(host: string, namespace: string): string {
  if (host.includes('*')) return host;
  if (!host.includes('.')) return `${host}.${namespace}.svc.cluster.local`;
  return /^[^.]+\.[^.]+\.svc$/.test(host) ? `${host}.cluster.local` : host;
}
