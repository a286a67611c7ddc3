import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { keysOf } from '../../state/presence.ts';
import { titleOf } from '../../state/resource.ts';
import { referencesIn } from './references-in.ts';

const SAMPLE = (key: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: web, key: ${key} } } }]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: web, namespace: shop }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  data: [{ secretKey: password, remoteRef: { key: shop/web } }]
`;

/** A Secret or ConfigMap may be there, and what is read of it not. */
export const missingKey: ClusterRule = {
  id: 'missing-key',
  severity: 'error',
  summary: 'A key that a Secret or ConfigMap of the tree does not have, whoever makes it',
  breaks:
    'The container is not started, or its volume is not mounted; a trigger or receiver has no password.',
  pitfalls: ['X-1'],
  failing: SAMPLE('passwd'),
  passing: SAMPLE('password'),
  *judge(state) {
    for (const { resource, target, keys, optional } of referencesIn(state)) {
      if (keys.length === 0 || optional) continue;
      const known = keysOf(state, target);
      if (known === undefined) continue;
      for (const { path, key } of keys) {
        if (known.has(key)) continue;
        const names = [...known].sort();
        const list = names.length === 0 ? 'it has none' : `it has ${names.slice(0, 8).join(', ')}`;
        yield {
          resource,
          path,
          message: `${titleOf(target)} has no key ${key}; ${list}.`,
          fix: `Write a key that is there${didYouMean(key, names)}, or add ${key}.`,
        };
      }
    }
  },
};
