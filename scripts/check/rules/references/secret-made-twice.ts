import type { ClusterRule } from '../../rule.ts';
import { groupedBy } from '../../state/grouped.ts';
import { type Product, productsOf } from '../../state/products.ts';
import { keyOf, type Resource, titleOf } from '../../state/resource.ts';

const external = (name: string, target: string) => `---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: shop }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  target: { name: ${target} }
  data: [{ secretKey: password, remoteRef: { key: shop/${name} } }]
`;

/** Kinds that keep a Secret as they say it. */
const MAKERS = [
  'external-secrets.io/ExternalSecret',
  'bitnami.com/SealedSecret',
  'cert-manager.io/Certificate',
  'secrets.hashicorp.com/VaultStaticSecret',
  'secrets.hashicorp.com/VaultDynamicSecret',
  'secrets.hashicorp.com/VaultPKISecret',
];

/** Each of two that make one Secret writes it anew when the other has written it. */
export const secretMadeTwice: ClusterRule = {
  id: 'secret-made-twice',
  severity: 'error',
  summary: 'A Secret that two objects make, or that is in the tree and made as well',
  breaks:
    'The two overwrite each other for ever, or the second is refused; readers find now one content and now the other.',
  pitfalls: ['X-107'],
  failing: external('web', 'web') + external('web-database', 'web'),
  passing: external('web', 'web') + external('web-database', 'web-database'),
  *judge(state) {
    const products = state
      .of(...MAKERS)
      .flatMap((resource) =>
        productsOf(resource, state).filter(({ kind, group }) => kind === 'Secret' && group === ''),
      );
    for (const group of groupedBy(products, keyOf).values()) {
      const [first, ...others] = group;
      if (first === undefined) continue;
      const written = state.find('/Secret', first.namespace, first.name);
      if (written !== undefined && !written.isExtract) yield said(first, written);
      for (const other of others) if (keyOf(other.by) !== keyOf(first.by)) yield said(other, first.by);
    }
  },
};

function said({ by, namespace, name }: Product, other: Resource) {
  return {
    resource: by,
    path:
      by.kind === 'Certificate'
        ? ['spec', 'secretName']
        : by.kind === 'ExternalSecret'
          ? ['spec', 'target']
          : [],
    message: `The Secret ${namespace}/${name} comes from ${titleOf(other)} as well.`,
    fix: 'Make it in one place, or give each of the two a Secret of its own.',
  };
}
