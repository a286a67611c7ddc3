import type { Application } from '../../scripts/prove-charts/applications.ts';
import type { ClusterState, Release } from '../../scripts/prove-charts/cluster-state.ts';
import type { Rule } from '../../scripts/prove-charts/rule.ts';
import { treeObject } from '../../scripts/prove-gatekeeper/tree.ts';

/** What is on a small cluster. */
interface Given {
  /** Objects of the chart of the unit `demo`. */
  readonly chart?: readonly object[];
  /** Objects of ours, of the unit `ours`. */
  readonly ours?: readonly object[];
  readonly release?: Partial<Release>;
  /** What is different about the Application of `demo`. */
  readonly application?: Partial<Application>;
  readonly wavesOfOurs?: number;
  readonly more?: Partial<ClusterState>;
}

/** A cluster with one chart in the namespace `demo`, and some objects of ours. */
export function smallState({
  chart = [],
  ours = [],
  release,
  application,
  wavesOfOurs = 0,
  more,
}: Given): ClusterState {
  const rendered = chart.map(treeObject);
  const own = [namespace('demo'), namespace('monitoring'), ...ours].map(treeObject);
  return {
    cluster: 'small',
    objects: [
      ...rendered.map((object) => ({ unit: 'demo', from: 'chart' as const, object })),
      ...own.map((object) => ({ unit: 'ours', from: 'ours' as const, object })),
    ],
    releases: [{ unit: 'demo', chart: 'demo', version: '1.0.0', values: {}, ...release, objects: rendered }],
    applications: [
      { unit: 'demo', project: 'platform', wave: 0, syncOptions: [], ignoreDifferences: [], ...application },
      { unit: 'ours', project: 'platform', wave: wavesOfOurs, syncOptions: [], ignoreDifferences: [] },
    ],
    projects: [
      {
        name: 'platform',
        destinations: [{ name: 'small', namespace: 'demo' }],
        clusterKinds: new Set(['/Namespace', 'apiextensions.k8s.io/CustomResourceDefinition']),
        namespacedKinds: new Set(['/ConfigMap', 'apps/Deployment']),
      },
    ],
    facts: {
      registry: 'registry.example',
      controlPlaneCidrs: ['10.0.9.0/28', '10.0.9.16/28'],
      nodeCidrs: ['10.0.0.0/20'],
      linkedAccounts: new Set(),
    },
    ...more,
  };
}

/** What a rule says, a line each. */
export async function said(rule: Rule, given: Given): Promise<readonly string[]> {
  const found = await rule.judges(smallState(given));
  return found.map(({ unit, object, problem }) => `${unit}: ${object}: ${problem}`);
}

export function namespace(name: string, level = 'restricted') {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': level } },
  };
}

/** A restricted pod. */
export function podTemplate(
  labels: Readonly<Record<string, string>>,
  container: object = {},
  spec: object = {},
) {
  return {
    metadata: { labels },
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'main',
          image: 'registry.example/demo:1',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          ...container,
        },
      ],
      ...spec,
    },
  };
}

export function deployment(name: string, container: object = {}, spec: object = {}, labels = { app: name }) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'demo' },
    spec: { selector: { matchLabels: labels }, template: podTemplate(labels, container, spec) },
  };
}

export function service(name: string, ports: readonly object[], selector: object = { app: name }) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'demo', labels: { app: name } },
    spec: { selector, ports },
  };
}

export function policy(name: string, spec: object, namespaceName = 'demo') {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: namespaceName },
    spec,
  };
}

export const closed = policy('default-deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

/** A monitor of the chart, of a Service of its name. */
export function monitor(name: string, endpoint: object) {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name, namespace: 'demo' },
    spec: { selector: { matchLabels: { app: name } }, endpoints: [endpoint] },
  };
}

/** The one that reads metrics. */
export const prometheus = {
  ...deployment('prometheus', {}, {}, { 'app.kubernetes.io/name': 'prometheus' } as never),
  metadata: { name: 'prometheus', namespace: 'monitoring' },
};

/** What lets it in to pods. */
export function readBy(app: string, ...ports: readonly number[]) {
  return policy(`allow-${app}`, {
    podSelector: { matchLabels: { app } },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
          },
        ],
        ports: ports.map((port) => ({ port, protocol: 'TCP' })),
      },
    ],
  });
}

export function definition(plural: string, kind: string, annotations: object = {}) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.demo.example`, annotations },
    spec: { group: 'demo.example', names: { kind }, scope: 'Namespaced' },
  };
}
