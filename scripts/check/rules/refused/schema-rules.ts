import { brokenRules } from '../../cel/rules.ts';
import type { ClusterRule } from '../../rule.ts';
import { KindCatalog, type KnownKind } from '../../schema/catalog.ts';
import { judge } from '../../schema/judge.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import type { Resource } from '../../state/resource.ts';
import type { Fault, FaultKind } from './fault.ts';

interface Found {
  readonly resource: Resource;
  readonly fault: Fault;
}

/** The kinds that a cluster has, as its tree and its version tell. */
export const catalogOf = remembered(
  (state: ClusterState) =>
    new KindCatalog(
      state.kubernetes,
      state.of('apiextensions.k8s.io/CustomResourceDefinition').map(({ value }) => value),
    ),
);

/** Every object is walked once; each rule takes its part of what was found. */
const foundIn = remembered((state: ClusterState): readonly Found[] => {
  const catalog = catalogOf(state);
  return state.resources.flatMap((resource) => {
    const known = resource.isExtract ? undefined : catalog.find(resource.apiVersion, resource.kind);
    return known === undefined ? [] : faultsOf(known, resource, catalog);
  });
});

function faultsOf(known: KnownKind, resource: Resource, { metadata }: KindCatalog): Found[] {
  const builtIn = known.origin === 'kubernetes';
  const onValid = builtIn ? () => [] : brokenRules;
  const faults = judge(known.node, resource.value, [], { builtIn, metadata, onValid });
  // The status is the controllers' own: what is applied of it counts for nothing.
  const ofWriters = builtIn ? [...faults].filter(({ path }) => path[0] !== 'status') : [...faults];
  return ofWriters.map((fault) => ({ resource, fault }));
}

function* of(state: ClusterState, kind: FaultKind) {
  for (const { resource, fault } of foundIn(state)) {
    const { kind: own = 'value', ...said } = fault;
    if (own === kind) yield { resource, ...said };
  }
}

const REFUSED = 'The API server refuses the object, and the sync of everything beside it fails.';

/** What the schema of a kind refuses. */
export const fieldRules: readonly ClusterRule[] = [
  {
    id: 'refused-unknown-field',
    severity: 'error',
    summary: 'fields that the kind does not have',
    breaks:
      'The API server drops the field without a word, or refuses the object where validation is strict: what was written is not done.',
    judge: (state) => of(state, 'unknown-field'),
    failing: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replica: 3
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      containers:
        - { name: shop, image: 'shop:1.2.3' }
`,
    passing: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 3
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      containers:
        - { name: shop, image: 'shop:1.2.3' }
`,
  },
  {
    id: 'refused-missing-field',
    severity: 'error',
    summary: 'fields that must be there and are not',
    breaks: REFUSED,
    judge: (state) => of(state, 'missing-field'),
    failing: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
    - host: shop.example.org
      http:
        paths:
          - path: /
            backend:
              service: { name: shop, port: { number: 80 } }
`,
    passing: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
    - host: shop.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service: { name: shop, port: { number: 80 } }
`,
  },
  {
    id: 'refused-value',
    severity: 'error',
    summary: 'values of another type, outside of what a field may hold, or twice in a list of different ones',
    breaks: REFUSED,
    judge: (state) => of(state, 'value'),
    failing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      env:
        - { name: WORKERS, value: 3 }
`,
    passing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      env:
        - { name: WORKERS, value: '3' }
`,
  },
  {
    id: 'refused-by-rule-of-kind',
    severity: 'error',
    summary: 'objects that break a rule in CEL of their definition',
    breaks: REFUSED,
    judge: (state) => of(state, 'rule'),
    failing: `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: shop
spec:
  hosts: [shop.example.org]
  addresses: [10.0.0.1]
  workloadSelector: { labels: { app: shop } }
  endpoints: [{ address: 10.0.0.2 }]
  resolution: STATIC
`,
    passing: `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: shop
spec:
  hosts: [shop.example.org]
  ports: [{ number: 443, name: https, protocol: HTTPS }]
  endpoints: [{ address: 10.0.0.2 }]
  resolution: STATIC
`,
  },
];
