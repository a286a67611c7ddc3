import { shownOn } from '../../kit/alerting/shown-on.ts';
import { cached } from '../../kit/image-registry.ts';
import { fromControlPlane, kubernetesApi, pods, vpcEndpoints } from '../../kit/network/flows.ts';
import { zoneSpread } from '../../kit/pod-hardening.ts';
import { roleOf } from '../../kit/service-account.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { kedaSources, logsInBySecret } from '../../workload/scaling/sources.ts';
import { prometheusPods, prometheusService } from '../monitoring/address.ts';
import { kedaOperator } from './address.ts';
import { kedaAlerts } from './alerts.ts';

const { namespace: NAMESPACE, labels: OPERATOR } = kedaOperator;
const METRICS_SERVER = { app: 'keda-operator-metrics-apiserver' };
const WEBHOOKS = { app: 'keda-admission-webhooks' };
/** The operator answers the metrics server by gRPC. */
const OPERATOR_PORT = 9666;
const METRICS_PORT = 8080;

/** Scales workloads by queues, streams and requests per second (S0-67, S4-142). Its role reads the length of queues. */
export const keda = component({
  name: 'keda',
  namespace: NAMESPACE,
  declares: restrictedNamespace(NAMESPACE),
  wave: waves.controllers,
  chart: 'keda',
  // The chart's own security contexts meet `restricted`.
  values: ({ cluster, ...context }) => ({
    global: { image: { registry: cached(cluster, 'ghcr.io') } },
    image: { pullPolicy: 'IfNotPresent' },
    podIdentity: { aws: { irsa: { enabled: true, roleArn: roleOf(cluster, 'keda-operator') } } },
    operator: { replicaCount: 2 },
    permissions: {
      // Reading Secrets is for triggers that log in with one; the metrics server asks the operator for everything.
      operator: { restrict: { secret: !logsInBySecret({ cluster, ...context }) } },
      metricServer: { restrict: { secret: true } },
    },
    metricsServer: { replicaCount: 2 },
    webhooks: { replicaCount: 2 },
    podDisruptionBudget: {
      operator: { maxUnavailable: 1 },
      metricServer: { maxUnavailable: 1 },
      webhooks: { maxUnavailable: 1 },
    },
    topologySpreadConstraints: {
      operator: zoneSpread(OPERATOR),
      metricsServer: zoneSpread(METRICS_SERVER),
      webhooks: zoneSpread(WEBHOOKS),
    },
    priorityClassName: 'system-cluster-critical',
    resources: {
      operator: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1000Mi' } },
      metricServer: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1000Mi' } },
      webhooks: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '200Mi' } },
    },
    prometheus: {
      operator: { enabled: true, serviceMonitor: { enabled: true } },
      metricServer: { enabled: true, serviceMonitor: { enabled: true } },
      webhooks: { enabled: true, serviceMonitor: { enabled: true } },
    },
  }),
  alerts: () => shownOn('queues', kedaAlerts()),
  pods: (context) => [
    {
      name: 'keda-operator',
      labels: OPERATOR,
      ingress: [pods({ namespace: NAMESPACE, labels: METRICS_SERVER }, OPERATOR_PORT)],
      egress: [
        kubernetesApi(context.cluster),
        vpcEndpoints(context.cluster),
        pods(prometheusPods, prometheusService.port),
        ...kedaSources(context),
      ],
      metrics: [METRICS_PORT],
    },
    {
      name: 'keda-metrics-server',
      labels: METRICS_SERVER,
      ingress: [fromControlPlane(context.cluster, 6443)],
      egress: [
        kubernetesApi(context.cluster),
        pods({ namespace: NAMESPACE, labels: OPERATOR }, OPERATOR_PORT),
      ],
      metrics: [METRICS_PORT],
    },
    {
      name: 'keda-webhooks',
      labels: WEBHOOKS,
      ingress: [fromControlPlane(context.cluster, 9443)],
      egress: [kubernetesApi(context.cluster)],
      metrics: [METRICS_PORT],
    },
  ],
});
