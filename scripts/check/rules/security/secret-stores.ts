import type { ClusterRule } from '../../rule.ts';
import { listAt } from '../../state/read.ts';

const store = (conditions: string) => `
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: all }
spec: { ${conditions}provider: { aws: { service: SecretsManager, region: eu-west-1 } } }
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: other }
spec: { conditions: [{ namespaces: [shop] }], provider: { aws: { service: SecretsManager, region: eu-west-1 } } }
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: shop, namespace: shop }
spec: { provider: { aws: { service: SecretsManager, region: eu-west-1 } } }
`;

/** A store of all namespaces hands out what its role may read. */
export const secretStores: ClusterRule = {
  id: 'secret-store-open',
  severity: 'info',
  summary: 'A ClusterSecretStore that every namespace may read from',
  breaks:
    'Whoever may write an ExternalSecret in any namespace reads every secret that the role of the store may read.',
  pitfalls: ['X-106'],
  failing: store(''),
  passing: store('conditions: [{ namespaces: [shop] }], '),
  *judge(state) {
    const stores = state.of('external-secrets.io/ClusterSecretStore').filter(({ isExtract }) => !isExtract);
    const isBound = ({ value }: (typeof stores)[number]) => listAt(value, 'spec', 'conditions').length > 0;
    const othersAreBound = stores.some(isBound) || state.of('external-secrets.io/SecretStore').length > 0;
    for (const resource of stores) {
      if (isBound(resource)) continue;
      yield {
        resource,
        path: ['spec'],
        severity: othersAreBound ? 'warning' : 'info',
        message: `Every namespace may read from it${othersAreBound ? '; the other stores of the tree are bound to theirs' : ''}.`,
        fix: 'Write conditions with the namespaces that may, or a SecretStore in each.',
      };
    }
  },
};
