import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { istioRevisions } from '../../clusters/index.ts';
import { istiodService, istiodUnit } from '../../platform/components/istio/address.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import type { KubectlCommand, Target } from './kubectl-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const clusters = renderedClusters(`${root}/dist`);

const object = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  spec: z
    .object({ target: z.object({ name: z.string() }).optional(), clusters: z.unknown() })
    .partial()
    .optional(),
});

/** What the chart of a unit makes, by its kind, namespace (`*` is each one) and name. No file of ours shows these. */
const FROM_CHARTS: Readonly<Record<string, readonly string[]>> = {
  argocd: [
    'deployment/argocd/argocd-server',
    'deployment/argocd/argocd-repo-server',
    'statefulset/argocd/argocd-application-controller',
  ],
  'cluster-autoscaler': ['deployment/cluster-autoscaler/cluster-autoscaler'],
  'external-secrets': ['deployment/external-secrets/external-secrets'],
  'istio-ingressgateway': [
    'deployment/istio-system/istio-ingressgateway',
    'horizontalpodautoscaler/istio-system/istio-ingressgateway',
  ],
  grafana: ['service/monitoring/grafana'],
  'istio-base': ['configmap/*/istio-ca-root-cert', 'secret/istio-system/istio-ca-secret'],
  ...Object.fromEntries(
    istioRevisions.map((revision) => [
      istiodUnit(revision),
      [`deployment/istio-system/${istiodService(revision)}`],
    ]),
  ),
  karpenter: ['deployment/karpenter/karpenter'],
  keda: ['deployment/keda/keda-operator'],
  'kube-prometheus-stack': ['statefulset/monitoring/prometheus-kube-prometheus-stack-prometheus'],
};

/** Names that `kubectl get` takes for a kind. */
const KINDS: Readonly<Record<string, string>> = {
  hpa: 'horizontalpodautoscaler',
  vpa: 'verticalpodautoscaler',
  pvc: 'persistentvolumeclaim',
  pdb: 'poddisruptionbudget',
  svc: 'service',
  ns: 'namespace',
  deploy: 'deployment',
  sts: 'statefulset',
  ds: 'daemonset',
};

/** Namespaces that Kubernetes makes. */
const SYSTEM = 'kube-system';

/** Kinds whose objects controllers make, so that only their namespace can be looked for. */
const MADE_LATER: ReadonlySet<string> = new Set([
  // Gatekeeper's own word for all that its templates define.
  'constraint',
  'event',
  'node',
  'pod',
  'job',
  'endpoints',
  'endpointslice',
  'replicaset',
  'nodeclaim',
  'persistentvolumeclaim',
  'certificaterequest',
  'targetgroupbinding',
  'lease',
  'backup',
  'restore',
  'podchaos',
]);

/** `kind/namespace/name`, in lower case, of everything on a cluster that a file of `dist/` stands for. */
const rendered = new Map(clusters.map((cluster) => [cluster, objectsOf(cluster)]));

function objectsOf(cluster: string): ReadonlySet<string> {
  const folder = `${root}/dist/${cluster}`;
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.yaml'),
  );
  const charts = readdirSync(`${root}/dist/values/${cluster}`).flatMap(
    (file) => FROM_CHARTS[file.replace(/\.yaml$/, '')] ?? [],
  );
  const keys = paths.flatMap((path) => {
    const { kind, metadata, spec } = object.parse(parse(readFileSync(`${folder}/${path}`, 'utf8')));
    const namespace = metadata.namespace ?? '';
    const secret =
      kind === 'ExternalSecret' && spec?.target ? [`secret/${namespace}/${spec.target.name}`] : [];
    return [`${kind.toLowerCase()}/${namespace}/${metadata.name}`, ...secret];
  });
  return new Set([...keys, ...charts]);
}

/** Why a command would fail at three in the morning; nothing where it names what is there. */
export function wrong(command: KubectlCommand): readonly string[] {
  const { context, namespace, targets, text } = command;
  if (context === undefined && !command.inSentence) return [`${text}: names no --context`];
  const among =
    context === undefined || isVariable(context)
      ? clusters
      : clusters.filter((cluster) => cluster === context);
  if (among.length === 0) return [`${text}: there is no cluster ${context}`];
  return targets
    .filter((target) => !among.some((cluster) => exists(cluster, namespace, target)))
    .map(({ kind, name }) => `${text}: no ${kind} ${name ?? ''} in ${namespace ?? 'the cluster'}`);
}

function exists(cluster: string, namespace: string | undefined, { kind: written, name }: Target): boolean {
  const keys = rendered.get(cluster) ?? new Set<string>();
  const short = written.toLowerCase().split('.')[0] ?? '';
  const kind =
    KINDS[short] ??
    short
      .replace(/(?<=[^s])s$/, '')
      .replace(/ies$/, 'y')
      .replace(/policie$/, 'policy');
  const inNamespace =
    namespace === undefined ||
    isVariable(namespace) ||
    namespace === SYSTEM ||
    keys.has(`namespace//${namespace}`);
  if (!inNamespace) return false;
  if (MADE_LATER.has(kind)) return kind !== 'pod' || isOfStatefulSet(keys, namespace, name);
  return [...keys].some((key) => {
    const [keyKind, keyNamespace, keyName] = key.split('/');
    return (
      keyKind === kind &&
      (namespace === undefined ||
        isVariable(namespace) ||
        keyNamespace === '*' ||
        keyNamespace === namespace) &&
      (name === undefined || namesOf(name, cluster).some((one) => one === '*' || one === keyName))
    );
  });
}

/** What a name stands for: `$UNIT` is any unit of the cluster, so that `$UNIT-vpa` has to end the way that it does. */
function namesOf(name: string, cluster: string): readonly string[] {
  if (name.includes('$UNIT')) {
    return readdirSync(`${root}/dist/${cluster}`).map((unit) => name.replace('$UNIT', unit));
  }
  return [isVariable(name) ? '*' : name];
}

/** A pod has a name that can be written down only where a StatefulSet gives it a number. */
function isOfStatefulSet(
  keys: ReadonlySet<string>,
  namespace: string | undefined,
  name: string | undefined,
): boolean {
  if (name === undefined || isVariable(name)) return true;
  return keys.has(`statefulset/${namespace}/${name.replace(/-\d+$/, '')}`);
}

function isVariable(word: string): boolean {
  return word.startsWith('$') || /^<.*>$/.test(word);
}
