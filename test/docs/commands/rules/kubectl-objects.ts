import { readdirSync } from 'node:fs';
import { at } from '../../../manifest-reader.ts';
import type { Command } from '../documents.ts';
import { kubectlOf, type Target } from '../kubectl.ts';
import { isPlaceholder } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { some } from '../samples.ts';
import { clusters, clustersOf, objectsOn, root, valuesOf } from '../tree.ts';

/** What the chart of a unit makes, by its kind, namespace (`*` is each one) and name. No file of ours shows these. */
const FROM_CHARTS: Readonly<Record<string, readonly string[]>> = {
  argocd: [
    'deployment/argocd/argocd-applicationset-controller',
    'deployment/argocd/argocd-redis',
    'deployment/argocd/argocd-repo-server',
    'deployment/argocd/argocd-server',
    'secret/argocd/argocd-initial-admin-secret',
    'service/argocd/argocd-server',
    'statefulset/argocd/argocd-application-controller',
  ],
  'aws-load-balancer-controller': [
    'deployment/aws-load-balancer-controller/aws-load-balancer-controller',
    'secret/aws-load-balancer-controller/aws-load-balancer-tls',
  ],
  'cluster-autoscaler': ['deployment/cluster-autoscaler/cluster-autoscaler'],
  'external-secrets': ['deployment/external-secrets/external-secrets'],
  'istio-ingressgateway': [
    'deployment/istio-system/istio-ingressgateway',
    'horizontalpodautoscaler/istio-system/istio-ingressgateway',
  ],
  grafana: ['service/monitoring/grafana'],
  istiod: [
    'deployment/istio-system/istiod',
    'horizontalpodautoscaler/istio-system/istiod',
    'configmap/*/istio-ca-root-cert',
    'secret/istio-system/istio-ca-secret',
  ],
  karpenter: ['deployment/karpenter/karpenter'],
  velero: ['deployment/velero/velero'],
  keda: ['deployment/keda/keda-operator', 'apiservice//v1beta1.external.metrics.k8s.io'],
  'kube-prometheus-stack': [
    'prometheus/monitoring/kube-prometheus-stack-prometheus',
    'statefulset/monitoring/prometheus-kube-prometheus-stack-prometheus',
  ],
};

/** Namespaces that Kubernetes makes. */
const SYSTEM = 'kube-system';

/** Kinds whose objects controllers make, so that only their namespace can be looked for. */
const MADE_LATER: ReadonlySet<string> = new Set([
  'backup',
  'certificaterequest',
  'constraint',
  'customresourcedefinition',
  'endpoints',
  'endpointslice',
  'event',
  'job',
  'lease',
  'mutatingwebhookconfiguration',
  'node',
  'nodeclaim',
  'persistentvolume',
  'persistentvolumeclaim',
  'pod',
  'podchaos',
  'replicaset',
  'restore',
  'targetgroupbinding',
  'validatingwebhookconfiguration',
]);

const keys = new Map<string, ReadonlySet<string>>();

/** `kind/namespace/name`, in lower case, of everything on a cluster that a file of `dist/` stands for. */
function keysOn(cluster: string): ReadonlySet<string> {
  const known = keys.get(cluster);
  if (known !== undefined) return known;
  const own = objectsOn(cluster).flatMap(({ kind, namespace, name, json }) => {
    const target = kind === 'ExternalSecret' ? at(json, 'spec.target.name') : undefined;
    const roots = kind === 'ApplicationSet' ? clusters.map((each) => `application/${namespace}/${each}`) : [];
    return [
      `${kind.toLowerCase()}/${namespace}/${name}`,
      ...(typeof target === 'string' ? [`secret/${namespace}/${target}`] : []),
      ...roots,
    ];
  });
  const charts = Object.entries(FROM_CHARTS).flatMap(([unit, made]) =>
    valuesOf(cluster, unit) === undefined ? [] : made,
  );
  const found = new Set([...own, ...charts]);
  keys.set(cluster, found);
  return found;
}

export const kubectlObjects: Rule = {
  program: 'kubectl',
  breaks: 'NotFound at three in the morning.',
  judge: (command) => {
    const { context, namespace, targets } = kubectlOf(command);
    if (context === undefined && command.inBlock && command.section !== FIRST_DAY)
      return ['names no --context, so it runs wherever the reader was last'];
    const among = clustersOf(context);
    if (among.length === 0) return [`there is no cluster ${context}`];
    return targets
      .filter((target) => !among.some((cluster) => exists(cluster, namespace, target)))
      .map(({ kind, name }) => `there is no ${kind} ${name ?? ''} in ${namespace ?? 'the cluster'}`);
  },
  cases: {
    fails: [
      block('kubectl --context prod-tokyo get nodes'),
      ...some('Deployment').flatMap(({ cluster, namespace, name }) => [
        block(`kubectl --namespace ${namespace} get deployment/${name}`),
        block(`kubectl --context ${cluster} --namespace ${namespace} get deployment/${name}x`),
        block(`kubectl --context ${cluster} --namespace ${namespace} get deploy ${name}x`),
        block(`kubectl --context ${cluster} --namespace ${namespace}x get pods`),
        block(`kubectl --context "$CLUSTER" --namespace ${namespace} get deployment/${name}x`),
        block('kubectl --context "$CLUSTER" --namespace "$NAMESPACE" get vpa "$UNIT-none"'),
      ]),
      ...some('StatefulSet').map(({ cluster, namespace, name }) =>
        block(`kubectl --context ${cluster} --namespace ${namespace} exec ${name}x-0 -- id`),
      ),
    ],
    passes: [
      ...some('Deployment').flatMap(({ cluster, namespace, name }) => [
        block(`kubectl --context ${cluster} --namespace ${namespace} get deployment/${name}`),
        block(`kubectl --context ${cluster} --namespace ${namespace} get deployment ${name}`),
        block(
          `kubectl --context ${cluster} --namespace ${namespace} rollout status deployment/${name} --timeout 5m`,
        ),
        block(`kubectl --context "$CLUSTER" --namespace ${namespace} get deployment/${name}`),
      ]),
      ...some('VerticalPodAutoscaler').map(() =>
        block('kubectl --context "$CLUSTER" --namespace "$NAMESPACE" get vpa "$UNIT-vpa"'),
      ),
      ...some('StatefulSet').map(({ cluster, namespace, name }) =>
        block(`kubectl --context ${cluster} --namespace ${namespace} exec ${name}-0 -- id`),
      ),
    ],
  },
};

/** The README's first commands run before there are contexts to name. */
const FIRST_DAY = 'The first Argo CD';

function exists(cluster: string, namespace: string | undefined, { kind, name }: Target): boolean {
  const known = keysOn(cluster);
  const anywhere = namespace === undefined || isPlaceholder(namespace);
  if (!anywhere && namespace !== SYSTEM && !known.has(`namespace//${namespace}`)) return false;
  if (MADE_LATER.has(kind)) return kind !== 'pod' || isOfStatefulSet(known, namespace, name);
  return [...known].some((key) => {
    const [keyKind, keyNamespace, keyName = ''] = key.split('/');
    return (
      keyKind === kind &&
      (anywhere || keyNamespace === '*' || keyNamespace === namespace) &&
      (name === undefined || stands(name, cluster).test(keyName))
    );
  });
}

/** What a name stands for: `$UNIT` is any unit of the cluster, so that `$UNIT-vpa` has to end the way that it does. */
function stands(name: string, cluster: string): RegExp {
  const units = readdirSync(`${root}/dist/${cluster}`).map(escaped).join('|');
  const pattern = name.split(/(\$\{?\w+\}?|<[^>]+>)/).map((part) => {
    if (/^\$\{?UNIT\}?$/.test(part)) return `(?:${units})`;
    return isPlaceholder(part) ? '.+' : escaped(part);
  });
  return new RegExp(`^${pattern.join('')}$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A pod has a name that can be written down only where a StatefulSet gives it a number. */
function isOfStatefulSet(
  known: ReadonlySet<string>,
  namespace: string | undefined,
  name: string | undefined,
): boolean {
  if (name === undefined || isPlaceholder(name)) return true;
  return known.has(`statefulset/${namespace}/${name.replace(/-\d+$/, '')}`);
}

/** Whether what a command names is an object that Argo CD applies, and not one that a controller makes of another. */
export function isApplied(command: Command, target: Target): boolean {
  const { context, namespace } = kubectlOf(command);
  return (
    target.kind !== 'secret' &&
    !MADE_LATER.has(target.kind) &&
    clustersOf(context).some((cluster) => exists(cluster, namespace, target))
  );
}
