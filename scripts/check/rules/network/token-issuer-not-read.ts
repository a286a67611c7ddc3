import { didYouMean } from '../../../../clusters/nearest-name.ts';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { listAt, places, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

const objects = (issuer: string) => `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, jwtRules: [{ issuer: "https://login.example.com", jwksUri: "https://login.example.com/keys" }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { requestPrincipals: ["${issuer}/*"] } }] }] }
`;

/** A principal of a request is made of a token that was checked: of any other issuer there is none. */
export const tokenIssuerNotRead: ClusterRule = {
  id: 'token-issuer-not-read',
  severity: 'error',
  summary:
    'An AuthorizationPolicy that wants tokens of an issuer that no RequestAuthentication of the pods reads',
  breaks: 'No request has such a principal: everybody gets 403, whatever token they bring.',
  failing: objects('https://login.example.org'),
  passing: objects('https://login.example.com'),
  *judge(state) {
    const readers = state.of('security.istio.io/RequestAuthentication');
    if (readers.length === 0) return;
    for (const resource of state.of('security.istio.io/AuthorizationPolicy')) {
      // What is denied to somebody whom nobody knows is no fault of this kind.
      if (
        (textAt(resource.value, 'spec', 'action') ??
          byDefault('security.istio.io/AuthorizationPolicy', 'spec.action')) !== 'ALLOW'
      )
        continue;
      const issuers = issuersFor(state, readers, resource);
      if (issuers.length === 0) continue;
      for (const { path, value } of places(
        resource.value,
        'spec.rules[].from[].source.requestPrincipals[]',
      )) {
        if (typeof value !== 'string' || value.startsWith('*') || !value.includes('/')) continue;
        const wanted = value.slice(0, value.lastIndexOf('/'));
        const isRead = issuers.some(
          (issuer) =>
            issuer === wanted ||
            (value.endsWith('*') && `${issuer}/`.startsWith(value.slice(0, -1))) ||
            value.startsWith(`${issuer}/`),
        );
        if (isRead) continue;
        yield {
          resource,
          path,
          message: `It wants a token of ${wanted}, and the RequestAuthentications of these pods read those of ${issuers.join(', ')} only.`,
          fix: `Write the issuer that is read${didYouMean(wanted, issuers)}, or add a jwtRule for ${wanted}.`,
        };
      }
    }
  },
};

/** The issuers whose tokens are read at the pods of a policy; none where it is not sure that these are all. */
function issuersFor(state: ClusterState, readers: readonly Resource[], policy: Resource): readonly string[] {
  const root = textAt(meshInstallation(state).meshConfig, 'rootNamespace') ?? 'istio-system';
  const wanted = textsAt(policy.value, 'spec', 'selector', 'matchLabels');
  if (listAt(policy.value, 'spec', 'targetRefs').length > 0) return [];
  const found = readers.flatMap((reader) => {
    if (reader.namespace !== policy.namespace && reader.namespace !== root && policy.namespace !== root)
      return [];
    const labels = Object.entries(textsAt(reader.value, 'spec', 'selector', 'matchLabels'));
    const isApart = labels.some(([key, value]) => wanted[key] !== undefined && wanted[key] !== value);
    return isApart
      ? []
      : listAt(reader.value, 'spec', 'jwtRules').flatMap((rule) => textAt(rule, 'issuer') ?? []);
  });
  return [...new Set(found)];
}
