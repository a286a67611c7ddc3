import { z } from 'zod';
import { istiodService } from '../../../platform/components/istio/address.ts';
import { prometheusPods } from '../../../platform/components/monitoring/address.ts';
import { REVISION_LABEL } from '../../../platform/kit/proxy-revision.ts';
import { type Series, steady } from '../../../scripts/prove-alerts/case.ts';
import { liveFleet } from '../../live-fleet.ts';
import { at, selects } from '../../manifest-reader.ts';
import type { Rendered } from '../../rendered-fleet.ts';
import { podOf } from '../generated-name.ts';
import { labelsSchema, MINUTES, objectsOn, series } from './objects.ts';

interface Target {
  readonly job: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: number | string;
}

const name = (value: string) => ({ 'app.kubernetes.io/name': value });

/**
 * What the monitors of charts read with our values, as the templates of the pinned charts say; of charts that are not
 * here it is what their component declares.
 */
const OF_CHARTS: Readonly<Record<string, readonly (readonly [Readonly<Record<string, string>>, number])[]>> =
  {
    argocd: [
      [name('argocd-application-controller'), 8082],
      [name('argocd-server'), 8083],
      [name('argocd-repo-server'), 8084],
      [name('argocd-applicationset-controller'), 8080],
    ],
    'aws-ebs-csi-driver': [3301, 3302, 3303, 3304, 3305].map((port) => [{ app: 'ebs-csi-controller' }, port]),
    'cert-manager': ['cert-manager', 'webhook', 'cainjector'].map((part) => [
      { ...name(part), 'app.kubernetes.io/component': part === 'cert-manager' ? 'controller' : part },
      9402,
    ]),
    'istio-csr': [[{ app: 'cert-manager-istio-csr' }, 9402]],
  };

/** Of Argo CD, where it reports to GitHub. */
const REPORTS = [[name('argocd-notifications-controller'), 9001]] as const;

const endpoint = z.object({
  port: z.string().optional(),
  targetPort: z.number().optional(),
  relabelings: z
    .array(z.object({ targetLabel: z.string().optional(), replacement: z.string().optional() }))
    .default([]),
});
const monitor = z.object({
  selector: z.object({ matchLabels: labelsSchema }),
  endpoints: z.array(endpoint).default([]),
  podMetricsEndpoints: z.array(endpoint).default([]),
});
const rules = z.object({
  podSelector: z.object({ matchLabels: labelsSchema.default({}) }),
  ingress: z
    .array(
      z.object({
        from: z
          .array(z.object({ podSelector: z.object({ matchLabels: labelsSchema.default({}) }).optional() }))
          .default([]),
        ports: z.array(z.object({ port: z.union([z.number(), z.string()]).optional() })).default([]),
      }),
    )
    .default([]),
});

/** The ports by which a monitor of ours reads: the one that it puts into the address, else the one of that name. */
function portsOf({ endpoints, podMetricsEndpoints }: z.infer<typeof monitor>): readonly (number | string)[] {
  return [...endpoints, ...podMetricsEndpoints].map(({ port = 'metrics', targetPort, relabelings }) => {
    const address = relabelings.find(({ targetLabel }) => targetLabel === '__address__')?.replacement ?? '';
    const [, number] = address.match(/:(\d+)$/) ?? [];
    return number === undefined ? (targetPort ?? port) : Number(number);
  });
}

function targetsOn(cluster: string): readonly Target[] {
  const own = ['ServiceMonitor', 'PodMonitor']
    .flatMap((kind) => objectsOn(cluster, kind))
    .flatMap((object) => {
      const spec = monitor.parse(object.json.spec);
      const labels = spec.selector.matchLabels;
      return portsOf(spec).map((port) => ({
        job: object.name,
        namespace: object.namespace ?? '',
        labels,
        port,
      }));
    });
  const ofCharts = liveFleet.unitsOn(cluster).flatMap(({ name: job, namespace }) => {
    const reports =
      job === 'argocd' && at(liveFleet.valuesOf(job, cluster), 'notifications.enabled') === true;
    return [...(OF_CHARTS[job] ?? []), ...(reports ? REPORTS : [])].map(([labels, port]) => ({
      job,
      namespace,
      labels,
      port,
    }));
  });
  return [...own, ...ofCharts];
}

/** The Service that a target is found by; a control plane's has the name of its revision. */
function serviceOf({ job, labels }: Target): string {
  const revision = labels[REVISION_LABEL];
  return revision === undefined ? job : istiodService(revision);
}

/** A name of a port cannot be judged by a policy's number; a pod in the node's network is under no policy. */
function isReached(target: Target, policies: readonly Rendered[], onNodes: readonly Rendered[]): boolean {
  const { namespace, labels, port } = target;
  if (typeof port === 'string' || onNodes.some((agent) => agent.namespace === namespace)) return true;
  return policies.some((policy) => {
    const { podSelector, ingress } = rules.parse(policy.json.spec);
    if (policy.namespace !== namespace || !selects(podSelector.matchLabels, labels)) return false;
    return ingress.some(
      ({ from, ports }) =>
        from.some((peer) => selects(prometheusPods.labels, peer.podSelector?.matchLabels)) &&
        ports.some((open) => open.port === port),
    );
  });
}

/** Whether Prometheus reaches what it is told to read: each monitor's target, by the policies around its pods. */
export function targets(cluster: string): Series {
  const policies = objectsOn(cluster, 'NetworkPolicy');
  const onNodes = objectsOn(cluster, 'DaemonSet').filter(
    ({ json }) => json.spec.template.spec.hostNetwork === true,
  );
  const read = targetsOn(cluster).map((target) => {
    const { job, namespace, port } = target;
    const service = serviceOf(target);
    const labels = {
      job: service,
      namespace,
      service,
      pod: podOf('Deployment', job),
      instance: `10.0.11.4:${port}`,
    };
    return [series('up', labels), steady(isReached(target, policies, onNodes) ? 1 : 0, MINUTES)];
  });
  const always = ['apiserver', 'kube-state-metrics', 'kubelet', 'coredns'].map((job) => [
    series('up', { job, namespace: 'kube-system' }),
    steady(1, MINUTES),
  ]);
  return Object.fromEntries([...read, ...always]);
}
