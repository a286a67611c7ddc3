/** How Istio compares a text: exact, `abc*`, `*abc`, and `*` for any text that is there. */
export function fits(text: string, pattern: string): boolean {
  if (pattern === '*') return text !== '';
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return text === pattern;
}

/** Whether a host is one of a pattern of hosts, as Sidecars and Gateways write it: `*`, `*.example.com` or itself. */
export function isHost(host: string, pattern: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1));
}
