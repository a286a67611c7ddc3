import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { listAt, places, textAt } from '../../state/read.ts';

const objects = (domain: string) => `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { namespace: istio-system, values: { meshConfig: { trustDomain: shop.example.com } } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec: { rules: [{ from: [{ source: { principals: [${domain}/ns/shop/sa/web] } }] }] }
`;

/** What Istio takes for the trust domain of the mesh, whatever that is. */
const OWN = 'cluster.local';

export const principalOfOtherTrust: ClusterRule = {
  id: 'principal-of-other-trust-domain',
  severity: 'error',
  summary: 'A principal of a trust domain that is neither that of the mesh nor one of its aliases',
  breaks:
    'No caller has such an identity: who should be admitted gets 403, and who should be refused is not.',
  failing: objects('old.example.com'),
  passing: objects('shop.example.com'),
  *judge(state) {
    const told = state
      .of('sailoperator.io/Istio', 'install.istio.io/IstioOperator')
      .map(({ value }) => textAt(value, 'spec', 'values', 'meshConfig', 'trustDomain'));
    const { meshConfig } = meshInstallation(state);
    const domain = textAt(meshConfig, 'trustDomain') ?? told.find((one) => one !== undefined);
    if (domain === undefined) return;
    const aliases = [
      ...listAt(meshConfig, 'trustDomainAliases'),
      ...state
        .of('sailoperator.io/Istio', 'install.istio.io/IstioOperator')
        .flatMap(({ value }) => listAt(value, 'spec', 'values', 'meshConfig', 'trustDomainAliases')),
    ].filter((alias) => typeof alias === 'string');
    const known = [domain, ...aliases];
    for (const resource of state.of('security.istio.io/AuthorizationPolicy')) {
      for (const field of ['principals', 'notPrincipals']) {
        for (const { path, value } of places(resource.value, `spec.rules[].from[].source.${field}[]`)) {
          const [own = '', ns, ...rest] = typeof value === 'string' ? value.split('/') : [];
          if (ns !== 'ns' || rest.length !== 3 || own.includes('*') || own === OWN || known.includes(own))
            continue;
          yield {
            resource,
            path,
            message: `The trust domain ${own} is neither that of the mesh (${domain}) nor one of its aliases: no caller has the identity ${String(value)}.`,
            fix: `Write ${domain}/${[ns, ...rest].join('/')}${didYouMean(own, known)}.`,
          };
        }
      }
    }
  },
};
