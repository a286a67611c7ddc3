import { kubernetesApi, vpcEndpoints } from '../../kit/network/flows.ts';
import { ownSelector } from '../../kit/node-agent.ts';
import { component, privilegedNamespace } from '../../unit/component.ts';
import type { PodTraffic } from '../../unit/component-declaration.ts';
import { waves } from '../../unit/waves.ts';
import { addAccess } from './access.ts';
import { addAgent } from './agent.ts';
import { logAlerts } from './alerts.ts';
import { addEventReader } from './event-reader.ts';
import { PORT } from './pipeline.ts';

const NAME = 'fluent-bit';
const EVENT_READER = 'fluent-bit-events';
const NAMESPACE = 'logging';

/**
 * Logs of workloads, platform and nodes, and the cluster's events, to CloudWatch Logs (S1-35, S2-73, S3-47, S4-98).
 * In a namespace of its own, so that Prometheus and the rest of `monitoring` stay `restricted`.
 */
export const fluentBit = component({
  name: NAME,
  namespace: NAMESPACE,
  declares: privilegedNamespace(
    NAMESPACE,
    'The agent reads the logs of containers and the journal, which belong to root on the node, and keeps there how far it has read. It has no capabilities and no other part of the node.',
  ),
  // With the workloads: a CloudWatch that does not answer must not hold up what comes after a controller.
  wave: waves.workloads,
  exemptions: [
    {
      workload: NAME,
      policies: ['NoHostAccess', 'NoServiceAccountToken'],
      reason:
        'Reads the logs and the journal of the node, and asks the Kubernetes API for the names of pods.',
    },
    {
      workload: EVENT_READER,
      policies: ['NoServiceAccountToken'],
      reason: 'Reads the events of the cluster from the Kubernetes API.',
    },
  ],
  alerts: logAlerts,
  pods: ({ cluster }) =>
    [NAME, EVENT_READER].map(
      (name): PodTraffic => ({
        name,
        labels: ownSelector(name),
        egress: [kubernetesApi(cluster), vpcEndpoints(cluster)],
        metrics: [PORT],
      }),
    ),
  objects: (chart, context) => {
    addAccess(chart, context.cluster, NAME, NAMESPACE);
    addAgent(chart, context, NAME, NAMESPACE);
    addEventReader(chart, context, EVENT_READER, NAMESPACE, NAME);
  },
});
