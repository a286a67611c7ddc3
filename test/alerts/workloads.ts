import {
  type AlertCase,
  type AlertCases,
  growing,
  OBJECTS_KNOWN,
  type Series,
  type Subject,
  steady,
  threshold,
} from '../../scripts/prove-alerts/case.ts';
import { generatedName, podOf } from './generated-name.ts';

/** Requests of both sources: the rule reads the one that its service has. */
function requests({ unit, namespace }: Subject, percent: number, minutes: number): Series {
  const mesh = `reporter="source",destination_service_name="${unit}",destination_service_namespace="${namespace}"`;
  const own = `namespace="${namespace}",service="${unit}"`;
  const [failed, good] = [growing(percent * 60, minutes), growing((100 - percent) * 60, minutes)];
  return {
    [`istio_requests_total{${mesh},response_code="503"}`]: failed,
    [`istio_requests_total{${mesh},response_code="200"}`]: good,
    // What the pods count themselves must not be counted twice.
    [`istio_requests_total{${mesh.replace('source', 'destination')},response_code="200"}`]: good,
    [`http_requests_total{${own},code="500"}`]: failed,
    [`http_requests_total{${own},code="200"}`]: good,
  };
}

/** Requests of which so many in a hundred take between half a second and a second; bounds as Prometheus 2 or 3 writes them. */
export function durations(subject: Subject, slow: number, bound: '500' | '500.0', minutes: number): Series {
  const { unit, namespace } = subject;
  const mesh = `reporter="source",destination_service_name="${unit}",destination_service_namespace="${namespace}"`;
  const own = `namespace="${namespace}",service="${unit}"`;
  const [all, fast] = [growing(6000, minutes), growing((100 - slow) * 60, minutes)];
  const whole = bound === '500' ? '1000' : '1000.0';
  return {
    ...requests(subject, 0, minutes),
    [`istio_request_duration_milliseconds_bucket{${mesh},le="${bound}"}`]: fast,
    [`istio_request_duration_milliseconds_bucket{${mesh},le="${whole}"}`]: all,
    [`istio_request_duration_milliseconds_bucket{${mesh},le="+Inf"}`]: all,
    [`http_request_duration_seconds_bucket{${own},le="0.5"}`]: fast,
    [`http_request_duration_seconds_bucket{${own},le="1"}`]: all,
    [`http_request_duration_seconds_bucket{${own},le="+Inf"}`]: all,
  };
}

function ofService({ unit, namespace, owner }: Subject, labels: Readonly<Record<string, string>>) {
  return { namespace, service: unit, product: owner, ...labels };
}

function container({ unit, namespace }: Subject) {
  return { namespace, pod: podOf('Deployment', unit), container: 'app' };
}

function matchers(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',');
}

/** Pods of a neighbour whose name begins with the same words: nobody's business here. */
function neighbour(labels: ReturnType<typeof container>) {
  return { ...labels, pod: labels.pod.replace(/-5d9c7b6f48?-/, '-reports-5d9c7b6f48-') };
}

function budget(window: string, failing: number, well: number, after: string, minutes: number) {
  return (subject: Subject): AlertCase => ({
    fires: requests(subject, failing, minutes),
    silent: requests(subject, well, minutes),
    after,
    labels: ofService(subject, { window }),
  });
}

const BUILDS = { before: 'sha256:0001', after: 'sha256:0002' } as const;

/** A canary beside the build before: only the new one is bad, or both are, which is no fault of the new one. */
function newBuild(subject: Subject, traffic: (pod: string, bad: boolean) => Series): AlertCase {
  const pod = (build: keyof typeof BUILDS) =>
    `${subject.unit}${build === 'after' ? '-canary' : ''}-5d9c7b6f4-x2x4z`;
  const spec = (build: keyof typeof BUILDS) => `registry.example/${subject.unit}@${BUILDS[build]}`;
  const running = (build: keyof typeof BUILDS, values: string) => ({
    [`kube_pod_container_info{namespace="${subject.namespace}",pod="${pod(build)}",container="app",image_spec="${spec(build)}"}`]:
      values,
  });
  const both = (before: boolean): Series => ({
    ...running('before', steady(1, 30)),
    ...running('after', steady(1, 30)),
    ...traffic(pod('before'), before),
    ...traffic(pod('after'), true),
  });
  return {
    fires: both(false),
    silent: both(true),
    after: '20m',
    labels: ofService(subject, { image_spec: spec('after') }),
  };
}

/** Requests as the pods count them: the proxy or the service itself. */
export function requestsOf({ unit, namespace }: Subject, pod: string, percent: number, minutes = 30): Series {
  const mesh = `namespace="${namespace}",pod="${pod}",reporter="destination",destination_service_name="${unit}",destination_service_namespace="${namespace}"`;
  const own = `namespace="${namespace}",pod="${pod}",service="${unit}"`;
  const [failed, good] = [growing(percent * 60, minutes), growing((100 - percent) * 60, minutes)];
  return {
    [`istio_requests_total{${mesh},response_code="500"}`]: failed,
    [`istio_requests_total{${mesh},response_code="200"}`]: good,
    [`http_requests_total{${own},code="500"}`]: failed,
    [`http_requests_total{${own},code="200"}`]: good,
  };
}

export function durationsOf({ unit, namespace }: Subject, pod: string, slow: number, minutes = 30): Series {
  const mesh = `namespace="${namespace}",pod="${pod}",reporter="destination",destination_service_name="${unit}",destination_service_namespace="${namespace}"`;
  const own = `namespace="${namespace}",pod="${pod}",service="${unit}"`;
  const [all, fast] = [growing(6000, minutes), growing((100 - slow) * 60, minutes)];
  return {
    [`istio_request_duration_milliseconds_bucket{${mesh},le="500"}`]: fast,
    [`istio_request_duration_milliseconds_bucket{${mesh},le="1000"}`]: all,
    [`istio_request_duration_milliseconds_bucket{${mesh},le="+Inf"}`]: all,
    [`http_request_duration_seconds_bucket{${own},le="0.5"}`]: fast,
    [`http_request_duration_seconds_bucket{${own},le="1"}`]: all,
    [`http_request_duration_seconds_bucket{${own},le="+Inf"}`]: all,
  };
}

/** Alerts of each workload, whatever its name. */
export const workloadCases: AlertCases = {
  ServiceErrorRatioHigh: (subject) => ({
    fires: requests(subject, 6, 20),
    silent: requests(subject, 4, 20),
    after: '15m',
    labels: ofService(subject, { window: '5m' }),
  }),
  ServiceLatencyHigh: (subject) => ({
    fires: durations(subject, 10, '500.0', 20),
    silent: durations(subject, 4, '500', 20),
    after: '15m',
    labels: ofService(subject, { quantile: '0.95' }),
  }),
  NewBuildErrorRatioHigh: (subject) =>
    newBuild(subject, (pod, bad) => requestsOf(subject, pod, bad ? 10 : 1)),
  NewBuildLatencyHigh: (subject) => newBuild(subject, (pod, bad) => durationsOf(subject, pod, bad ? 10 : 1)),
  // 2 % is more than 14.4 times 0.1 %; 0.05 % is less than six times the 0.05 % of the stricter objective.
  ServiceErrorBudgetBurnsFast: budget('1h', 2, 0.05, '30m', 40),
  ServiceErrorBudgetBurnsSlowly: budget('1d', 0.4, 0.01, '150m', 160),
  ServiceLatencyBudgetBurns: (subject) => ({
    fires: durations(subject, 40, '500', 100),
    silent: durations(subject, 20, '500.0', 100),
    after: '90m',
    labels: ofService(subject, { window: '6h' }),
  }),
  WorkloadReplicasLow: (subject) => {
    const labels = { namespace: subject.namespace, deployment: subject.unit };
    const pods = (available: number) => ({
      [`kube_deployment_status_replicas_available{${matchers(labels)}}`]: steady(available),
      // Read where pods sleep at night: one that is wanted is missed.
      [`kube_deployment_spec_replicas{${matchers(labels)}}`]: steady(threshold(subject)),
    });
    return {
      fires: pods(threshold(subject) - 1),
      // The Deployment was deleted; without kube-state-metrics nobody knows, and another alert says so.
      alsoFires: [OBJECTS_KNOWN],
      silent: pods(threshold(subject)),
      alsoSilent: [{}],
      after: '5m',
      labels,
    };
  },
  WorkloadRolloutStuck: (subject) => {
    const labels = {
      namespace: subject.namespace,
      deployment: `${subject.unit}-canary`,
      condition: 'Progressing',
      status: 'false',
    };
    const series = `kube_deployment_status_condition{${matchers(labels)}}`;
    return { fires: { [series]: steady(1) }, silent: { [series]: steady(0) }, after: '10m', labels };
  },
  WorkloadAutoscalerAtMaximum: (subject) => {
    const labels = { namespace: subject.namespace, horizontalpodautoscaler: `${subject.unit}-hpa` };
    const pods = (current: number) => ({
      [`kube_horizontalpodautoscaler_status_current_replicas{${matchers(labels)}}`]: steady(current),
      [`kube_horizontalpodautoscaler_spec_max_replicas{${matchers(labels)}}`]: steady(12),
    });
    return { fires: pods(12), silent: pods(11), after: '20m', labels };
  },
  WorkloadReplicasRefused: (subject) => {
    const labels = {
      namespace: subject.namespace,
      deployment: subject.unit,
      condition: 'ReplicaFailure',
      status: 'true',
    };
    const series = `kube_deployment_status_condition{${matchers(labels)}}`;
    return { fires: { [series]: steady(1) }, silent: { [series]: steady(0) }, after: '10m', labels };
  },
  WorkloadAutoscalerInactive: (subject) => {
    const own = { namespace: subject.namespace, horizontalpodautoscaler: `${subject.unit}-hpa` };
    const labels = { ...own, condition: 'ScalingActive', status: 'false' };
    const situation = (inactive: number, pods: number) => ({
      [`kube_horizontalpodautoscaler_status_condition{${matchers(labels)}}`]: steady(inactive),
      [`kube_horizontalpodautoscaler_spec_max_replicas{${matchers(own)}}`]: steady(12),
      [`kube_deployment_spec_replicas{namespace="${subject.namespace}",deployment="${subject.unit}"}`]:
        steady(pods),
      ...OBJECTS_KNOWN,
    });
    return {
      fires: situation(1, 3),
      silent: situation(0, 3),
      // Where no pod is wanted the autoscaler rests.
      alsoSilent: [situation(1, 0), {}],
      after: '20m',
      labels,
    };
  },
  WorkloadRestarts: (subject) => {
    const labels = container(subject);
    const restarts = (own: number, other: number) => ({
      [`kube_pod_container_status_restarts_total{${matchers(labels)}}`]: growing(own),
      [`kube_pod_container_status_restarts_total{${matchers(neighbour(labels))}}`]: growing(other),
    });
    return { fires: restarts(0.5, 0), silent: restarts(0.1, 1), after: '30m', labels };
  },
  WorkloadOutOfMemory: (subject) => {
    const labels = container(subject);
    const series = (restarts: string) => ({
      [`kube_pod_container_status_last_terminated_reason{${matchers(labels)},reason="OOMKilled"}`]: steady(1),
      [`kube_pod_container_status_restarts_total{${matchers(labels)}}`]: restarts,
    });
    // The reason stays for as long as the pod lives; only a fresh restart counts.
    return { fires: series('0x20 1x40'), silent: series(steady(1)), after: '25m', labels };
  },
  WorkloadPodNotReady: (subject) => {
    const { namespace, pod } = container(subject);
    const series = (phase: string) => ({
      [`kube_pod_status_ready{namespace="${namespace}",pod="${pod}",condition="false"}`]: steady(1),
      [`kube_pod_status_phase{namespace="${namespace}",pod="${pod}",phase="${phase}"}`]: steady(1),
    });
    // What was evicted is listed for long, and never becomes ready.
    return { fires: series('Running'), silent: series('Failed'), after: '15m', labels: { namespace, pod } };
  },
  WorkloadSecretNotSynced: (subject) => {
    const [, name = ''] = subject.expression.match(/[{,]name="([^"]+)"/) ?? [];
    const labels = { exported_namespace: subject.namespace, name };
    const series = `externalsecret_status_condition{${matchers(labels)},condition="Ready",status="False"}`;
    return { fires: { [series]: steady(1) }, silent: { [series]: steady(0) }, after: '20m', labels };
  },
  WorkloadBacklogHigh: (subject) => {
    const [, triggerIndex = ''] = subject.expression.match(/triggerIndex="(\d+)"/) ?? [];
    const labels = {
      exported_namespace: subject.namespace,
      scaledObject: subject.unit,
      metric: 's0-waiting',
    };
    const series = `keda_scaler_metrics_value{${matchers({ ...labels, triggerIndex })}}`;
    return {
      fires: { [series]: steady(threshold(subject) + 1) },
      silent: { [series]: steady(threshold(subject)) },
      after: '20m',
      labels,
    };
  },
  JobFailed: (subject) => {
    // A store's Jobs are named after it, by a CronJob with a number at the end.
    const [, base = subject.unit, digits] =
      subject.expression.match(/job_name=~"([a-z0-9-]+?)-\[([a-z0-9-]+)\]/) ?? [];
    const labels = {
      namespace: subject.namespace,
      job_name: digits === '0-9' ? `${base}-29387520` : generatedName(`${subject.unit}-`),
    };
    const failed = (pods: number, job: number) => ({
      [`kube_job_status_failed{${matchers(labels)}}`]: steady(pods),
      [`kube_job_failed{${matchers(labels)},condition="true"}`]: steady(job),
    });
    // Its time was over before a pod had failed.
    return { fires: failed(1, 1), alsoFires: [failed(0, 1)], silent: failed(0, 0), after: '5m', labels };
  },
};
