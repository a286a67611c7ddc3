import { eachRunning } from '../../evidence/members.ts';
import { monitored } from '../../evidence/workloads.ts';
import { rendered } from '../../model/evidence.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { proof } from '../evidence/tests.ts';

export const observability: EvidenceById = {
  'X-76': [
    proof.api(
      'S4-60, X-58, X-76, X-77: injection by the label of the namespace, metrics on one port, by a monitor',
    ),
    rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
      'spec.template.spec.containers[name=api].ports[name=metrics].containerPort': 9090,
      'spec.template.metadata.annotations["prometheus.io/port"]': '9090',
    }),
  ],
  'X-77': [
    proof.components('every monitor of a pod or Service is picked up, whatever its labels (X-77)'),
    proof.workload('the monitors find the Service and the pods, and the port that they name (X-77)'),
    monitored(eachRunning('triptrip')),
  ],
  'X-78': [
    proof.fluentBit('are scraped where Fluent Bit has its metrics (X-77, X-78)'),
    rendered('fluent-bit/logging/podmonitor-fluent-bit.yaml')({
      'spec.podMetricsEndpoints[0].path': '/api/v2/metrics/prometheus',
    }),
  ],
  'X-79': [
    proof.fluentBit('keeps how far it has read on the node, and can write nowhere else (X-79)'),
    proof.fluentBitPipeline(
      'lines of containerd are taken apart, not those of Docker, and no pod can hide its own (X-79)',
    ),
    rendered('fluent-bit/logging/daemonset-fluent-bit.yaml')({
      'spec.template.spec.volumes[name=state].hostPath.path': '/var/lib/fluent-bit',
    }),
  ],
  'X-80': [
    proof.detector('in containerd, and not in Docker, which no node has any more (X-80)'),
    rendered('node-problem-detector/node-problem-detector/daemonset-node-problem-detector.yaml')({
      'spec.template.spec.volumes[*].hostPath.path': {
        says: 'has nothing of Docker',
        holds: (paths) =>
          Array.isArray(paths) && paths.length > 0 && !JSON.stringify(paths).includes('docker'),
      },
    }),
  ],
};
