import type { Identity, Resource } from '../../state/resource.ts';
import type { Reference } from './reference.ts';

interface TextRow {
  readonly in: 'labels' | 'annotations';
  readonly field: string;
  readonly group: string;
  readonly kind: string;
  /** Kinds that carry it, as `<group>/<kind>`; left out: all. */
  readonly on?: RegExp;
  /** It names an object without a namespace. */
  readonly clusterWide?: boolean;
  /** Several names with commas between them. */
  readonly many?: boolean;
  /** The value may be `namespace/name`. */
  readonly qualified?: boolean;
  readonly optional?: boolean;
}

const STRIMZI = {
  in: 'labels',
  field: 'strimzi.io/cluster',
  group: 'kafka.strimzi.io',
  kind: 'Kafka',
} as const;
const reload = (kind: string): TextRow => ({
  in: 'annotations',
  field: `${kind.toLowerCase()}.reloader.stakater.com/reload`,
  group: '',
  kind,
  many: true,
});

/** Names that stand in labels and annotations. */
const ROWS: readonly TextRow[] = [
  { ...STRIMZI, on: /^kafka\.strimzi\.io\/Kafka(?:Topic|User|NodePool|Rebalance)$/ },
  {
    in: 'annotations',
    field: 'cert-manager.io/issuer',
    group: 'cert-manager.io',
    kind: 'Issuer',
  },
  {
    in: 'annotations',
    field: 'cert-manager.io/cluster-issuer',
    group: 'cert-manager.io',
    kind: 'ClusterIssuer',
    clusterWide: true,
  },
  {
    in: 'annotations',
    field: 'kubernetes.io/ingress.class',
    group: 'networking.k8s.io',
    kind: 'IngressClass',
    clusterWide: true,
    optional: true,
  },
  {
    in: 'annotations',
    field: 'cert-manager.io/inject-ca-from',
    group: 'cert-manager.io',
    kind: 'Certificate',
    qualified: true,
  },
  {
    in: 'annotations',
    field: 'cert-manager.io/inject-ca-from-secret',
    group: '',
    kind: 'Secret',
    qualified: true,
  },
  {
    in: 'annotations',
    field: 'nginx.ingress.kubernetes.io/auth-secret',
    group: '',
    kind: 'Secret',
    qualified: true,
  },
  {
    in: 'annotations',
    field: 'nginx.ingress.kubernetes.io/auth-tls-secret',
    group: '',
    kind: 'Secret',
    qualified: true,
  },
  {
    in: 'annotations',
    field: 'kubernetes.io/service-account.name',
    group: '',
    kind: 'ServiceAccount',
    on: /^\/Secret$/,
  },
  {
    in: 'labels',
    field: 'kubernetes.io/service-name',
    group: '',
    kind: 'Service',
    on: /^discovery\.k8s\.io\/EndpointSlice$/,
  },
  reload('Secret'),
  reload('ConfigMap'),
];

export function* referencesByText(resource: Resource): Generator<Reference> {
  const type = `${resource.group}/${resource.kind}`;
  for (const row of ROWS) {
    const value = resource[row.in][row.field];
    if (value === undefined || value === '' || row.on?.test(type) === false) continue;
    for (const name of row.many === true ? value.split(',').map((part) => part.trim()) : [value]) {
      if (name === '' || name.includes('{{')) continue;
      yield {
        resource,
        path: ['metadata', row.in, row.field],
        target: targetOf(row, name, resource),
        keys: [],
        optional: row.optional === true,
      };
    }
  }
}

function targetOf(row: TextRow, name: string, resource: Resource): Identity {
  const slash = row.qualified === true ? name.indexOf('/') : -1;
  return {
    group: row.group,
    kind: row.kind,
    namespace: row.clusterWide === true ? '' : slash < 0 ? resource.namespace : name.slice(0, slash),
    name: name.slice(slash + 1),
  };
}
