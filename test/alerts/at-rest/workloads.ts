import { z } from 'zod';
import { type Series, steady } from '../../../scripts/prove-alerts/case.ts';
import type { Rendered } from '../../rendered-fleet.ts';
import { generatedName, podOf } from '../generated-name.ts';
import { MINUTES, objectsOn, series } from './objects.ts';

const always = (value: number) => steady(value, MINUTES);
const podTemplate = z.object({
  spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string() })) }),
});
const scaled = z.object({
  minReplicaCount: z.number().optional(),
  maxReplicaCount: z.number(),
  scaleTargetRef: z.object({ name: z.string() }),
  advanced: z.object({ horizontalPodAutoscalerConfig: z.object({ name: z.string() }).optional() }).optional(),
});

/** One healthy pod of a workload, with a container that started once. */
function podSeries({ kind, name, namespace, json }: Rendered): Series {
  const pod = podOf(kind, name);
  const labels = { namespace, pod };
  const template = kind === 'CronJob' ? json.spec.jobTemplate.spec.template : json.spec.template;
  const finished = kind === 'Job' || kind === 'CronJob';
  const { containers } = podTemplate.parse(template).spec;
  return {
    [series('kube_pod_status_phase', { ...labels, phase: finished ? 'Succeeded' : 'Running' })]: always(1),
    [series('kube_pod_status_ready', { ...labels, condition: 'true' })]: always(finished ? 0 : 1),
    [series('kube_pod_status_ready', { ...labels, condition: 'false' })]: always(finished ? 1 : 0),
    ...Object.fromEntries(
      containers.flatMap(({ name: container, image }) => [
        [series('kube_pod_container_status_restarts_total', { ...labels, container }), always(0)],
        [series('kube_pod_container_info', { ...labels, container, image_spec: image }), always(1)],
      ]),
    ),
  };
}

/** How many pods an autoscaler keeps when nothing is to do, by the workload that it scales. */
function scaling(cluster: string) {
  const own = objectsOn(cluster, 'HorizontalPodAutoscaler').map(({ name, namespace, json }) => ({
    hpa: name,
    namespace,
    target: String(json.spec.scaleTargetRef.name),
    min: Number(json.spec.minReplicas),
    max: Number(json.spec.maxReplicas),
  }));
  const ofKeda = objectsOn(cluster, 'ScaledObject').map(({ name, namespace, json }) => {
    const { minReplicaCount = 0, maxReplicaCount, scaleTargetRef, advanced } = scaled.parse(json.spec);
    const hpa = advanced?.horizontalPodAutoscalerConfig?.name ?? `keda-hpa-${name}`;
    return { hpa, namespace, target: scaleTargetRef.name, min: minReplicaCount, max: maxReplicaCount };
  });
  return [...own, ...ofKeda];
}

function deploymentSeries(
  { name, namespace }: Pick<Rendered, 'name' | 'namespace'>,
  replicas: number,
): Series {
  const labels = { namespace, deployment: name };
  const condition = (type: string, status: string) =>
    series('kube_deployment_status_condition', { ...labels, condition: type, status });
  return {
    [series('kube_deployment_created', labels)]: always(1),
    [series('kube_deployment_spec_replicas', labels)]: always(replicas),
    [series('kube_deployment_status_replicas_available', labels)]: always(replicas),
    [condition('Progressing', 'true')]: always(1),
    [condition('Progressing', 'false')]: always(0),
    [condition('ReplicaFailure', 'true')]: always(0),
  };
}

function statefulSetSeries(
  { name, namespace }: Pick<Rendered, 'name' | 'namespace'>,
  replicas: number,
): Series {
  const labels = { namespace, statefulset: name };
  return {
    [series('kube_statefulset_created', labels)]: always(1),
    [series('kube_statefulset_replicas', labels)]: always(replicas),
    [series('kube_statefulset_status_replicas_ready', labels)]: always(replicas),
  };
}

/** What charts and operators make on every cluster; the names of the others are nowhere in this repository. */
function ofCharts(): readonly Series[] {
  const stack = (name: string) => ({
    namespace: 'monitoring',
    name: `${name}-kube-prometheus-stack-${name}`,
  });
  return [
    deploymentSeries({ namespace: 'istio-system', name: 'istio-ingressgateway' }, 3),
    deploymentSeries({ namespace: 'keda', name: 'keda-operator' }, 2),
    statefulSetSeries(stack('prometheus'), 2),
    statefulSetSeries(stack('alertmanager'), 3),
  ];
}

/** What kube-state-metrics tells of a cluster whose workloads run as they are rendered, each at its smallest size. */
export function workloads(cluster: string): Series {
  const scalers = scaling(cluster);
  const found = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].flatMap((kind) =>
    objectsOn(cluster, kind),
  );
  const parts = found.map((object): Series => {
    const { kind, name, namespace, json } = object;
    const scaler = scalers.find((one) => one.namespace === namespace && one.target === name);
    const replicas = scaler?.min ?? Number(json.spec.replicas ?? 1);
    const pod = podSeries(object);
    if (kind === 'Deployment') return { ...pod, ...deploymentSeries(object, replicas) };
    if (kind === 'StatefulSet') {
      return { ...pod, ...statefulSetSeries(object, replicas) };
    }
    if (kind === 'DaemonSet') {
      const labels = { namespace, daemonset: name };
      return {
        ...pod,
        [series('kube_daemonset_created', labels)]: always(1),
        [series('kube_daemonset_status_desired_number_scheduled', labels)]: always(6),
        [series('kube_daemonset_status_number_ready', labels)]: always(6),
      };
    }
    const job = { namespace, job_name: kind === 'CronJob' ? `${name}-29387520` : name };
    return { ...pod, ...jobSeries(job) };
  });
  const pieces = objectsOn(cluster, 'ScaledJob').map(({ name, namespace }) =>
    jobSeries({ namespace, job_name: generatedName(`${name}-`) }),
  );
  const autoscalers = scalers.map(({ hpa, namespace, min, max }): Series => {
    const labels = { namespace, horizontalpodautoscaler: hpa };
    const active = (status: string) =>
      series('kube_horizontalpodautoscaler_status_condition', {
        ...labels,
        condition: 'ScalingActive',
        status,
      });
    return {
      [series('kube_horizontalpodautoscaler_status_current_replicas', labels)]: always(min),
      [series('kube_horizontalpodautoscaler_spec_max_replicas', labels)]: always(max),
      [active('true')]: always(1),
      [active('false')]: always(0),
    };
  });
  return Object.assign({}, ...ofCharts(), ...parts, ...pieces, ...autoscalers);
}

function jobSeries(labels: Readonly<Record<string, string | undefined>>): Series {
  return {
    [series('kube_job_status_failed', labels)]: always(0),
    [series('kube_job_failed', { ...labels, condition: 'true' })]: always(0),
  };
}
