import type { Tree } from '../cluster-model/cluster.ts';
import type { Found } from '../cluster-model/input/objects.ts';

const PER_NAMESPACE = 25;

/** A fleet of many clusters, each with so many services: what the page has to bear. */
export function syntheticTrees(clusters: number, services: number): readonly Tree[] {
  return Array.from({ length: clusters }, (_, index) => {
    const cluster = `cluster-${String(index).padStart(3, '0')}`;
    const namespaces = Math.ceil(services / PER_NAMESPACE);
    return {
      cluster,
      objects: [
        ...Array.from({ length: namespaces }, (_, at) => spaceOf(cluster, at)).flat(),
        ...Array.from({ length: services }, (_, at) => serviceOf(cluster, at, index)).flat(),
      ],
    };
  });
}

const nameOfSpace = (at: number) => `team-${String(at).padStart(2, '0')}`;

function spaceOf(cluster: string, at: number): readonly Found[] {
  const name = nameOfSpace(at);
  return [
    found(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
    found(cluster, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota', namespace: name },
      spec: { hard: { pods: 20 * PER_NAMESPACE, 'requests.cpu': String(2 * PER_NAMESPACE) } },
    }),
  ];
}

function serviceOf(cluster: string, at: number, step: number): readonly Found[] {
  const name = `service-${String(at).padStart(4, '0')}`;
  const namespace = nameOfSpace(Math.floor(at / PER_NAMESPACE));
  const version = `1.${(at + step) % 4}.0`;
  const labels = { app: name, 'app.kubernetes.io/part-of': namespace, 'app.kubernetes.io/version': version };
  const metadata = { name, namespace, labels };
  return [
    found(cluster, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'app',
                image: `registry.example.com/${name}:${version}`,
                resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
                ports: [{ name: 'http', containerPort: 8080 }],
              },
            ],
          },
        },
      },
    }),
    found(cluster, {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        minReplicas: 2,
        maxReplicas: 4 + (at % 17),
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
          },
        ],
      },
    }),
    found(cluster, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    }),
  ];
}

function found(
  cluster: string,
  value: { readonly apiVersion: string; readonly kind: string } & Record<string, unknown>,
): Found {
  const { apiVersion, kind } = value;
  return { apiVersion, kind, file: `synthetic/${cluster}.yaml`, line: 1, within: '', value };
}
