import { eachRunning, workload } from '../../evidence/members.ts';
import { runsTheContractsBuild, scaledAsDeclared } from '../../evidence/workloads.ts';
import { nothing, on, output, rendered } from '../../model/evidence.ts';
import { absent, atLeast, atMost, exactly, including } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { TARGETS } from '../capacity/load.ts';
import { proof } from '../evidence/tests.ts';

const scaler = rendered('cluster-autoscaler/values.yaml');

const queueWorker = rendered(
  'triptrip-queue-worker/triptrip-workers/scaledobject-triptrip-queue-worker.yaml',
);

const processor = rendered(
  'triptrip-batch-processor/triptrip-batch/scaledjob-triptrip-batch-processor.yaml',
  'spec.jobTargetRef',
);

const api = rendered('triptrip-api/triptrip-api/scaledobject-triptrip-api.yaml');

const oneAutoscaler = proof.api(
  'S4-118 to S4-122, X-35 to X-41: one autoscaler, by CPU of the container and by requests',
);

export const autoscalingPitfalls: EvidenceById = {
  'X-35': [
    oneAutoscaler,
    nothing(/horizontalpodautoscaler-triptrip-api/, 'no second autoscaler of the API'),
    scaledAsDeclared(eachRunning('triptrip')),
  ],
  'X-36': [
    proof.scaling('the vertical autoscaler recommends only, and never for the proxy (X-35, X-36)'),
    rendered('triptrip-api/triptrip-api/verticalpodautoscaler-triptrip-api-vpa.yaml')({
      'spec.updatePolicy': { updateMode: 'Off' },
      'spec.resourcePolicy.containerPolicies[containerName=*].mode': 'Off',
    }),
  ],
  'X-37': [oneAutoscaler, api({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) })],
  'X-38': [oneAutoscaler, api({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) })],
  'X-39': [
    proof.scaling('a queue that the workload does not read: more pods would not drain it (X-39)'),
    api({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) }),
  ],
  'X-40': [
    proof.scaling('CPU of the container: the proxy would drown it (X-40)'),
    api({ 'spec.triggers[type=cpu].metadata.containerName': 'api' }),
  ],
  'X-41': [oneAutoscaler, api({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) })],
  'X-42': [
    proof.api('S4-56, X-42: its number of pods belongs to the autoscaler alone'),
    rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({ 'spec.replicas': absent }),
  ],
  'X-43': [
    proof.applications(
      'a sync respects what is ignored, and nothing that a person chose is ignored (X-42, X-43)',
    ),
    rendered('applications/argocd/application-{cluster}-triptrip-api.yaml')({
      'spec.ignoreDifferences': absent,
    }),
  ],
  'X-44': [
    proof.capacity('the way down begins after five minutes, and takes longer than that (X-44)'),
    api({
      'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds':
        TARGETS.downSeconds,
    }),
  ],
  'X-45': [
    proof.capacity(
      'peak and burst meet no bound of the API: the burst fits half as often again (S4-12, X-45)',
    ),
    proof.capacity('nor of the gateways, where a proxy is dear (S4-162, X-45)'),
    proof.capacity('nor of the nodes: a third of them is left at the burst, for the platform (S4-12, X-45)'),
    on(api({ 'spec.maxReplicaCount': atLeast(101) }), 'triptrip-production', 'triptrip-dr'),
  ],
  'X-46': [
    queueWorker({
      'spec.cooldownPeriod': absent,
      'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds':
        TARGETS.downSeconds,
    }),
  ],
  'X-47': [
    proof.scaling(
      'requests of the stable pods, asked by a whole name: KEDA resolves in its own namespace (X-47)',
    ),
    queueWorker({
      'spec.triggers[type=redis-cluster-streams].metadata.addresses':
        'redis-cluster.triptrip-cache.svc.cluster.local:6379',
    }),
  ],
  'X-48': [
    queueWorker({
      'spec.triggers[type=redis-cluster-streams].metadata.enableTLS': 'true',
      'spec.triggers[type=redis-streams]': absent,
    }),
  ],
  'X-49': [
    nothing(/kafka/, 'no object of Kafka'),
    rendered('triptrip-api/triptrip-api/scaledobject-triptrip-api.yaml')({
      'spec.triggers[*].type': exactly(['cpu', 'prometheus']),
    }),
  ],
  'X-50': [
    proof.scaling('a queue, in the region of the cluster, with credentials that exist (X-10, X-50)'),
    queueWorker({
      'spec.triggers[type=aws-sqs-queue].authenticationRef.name': 'keda-aws-credentials',
      'spec.triggers[type=aws-sqs-queue].metadata.awsRegion': '{region}',
    }),
  ],
  'X-51': [rendered('{istiod}/values.yaml')({ 'env.ENABLE_NATIVE_SIDECARS': 'true' })],
  'X-52': [
    processor({
      activeDeadlineSeconds: 3600,
      ttlSecondsAfterFinished: 86400,
      'template.spec.nodeSelector': { 'workload-type': 'spot' },
    }),
    runsTheContractsBuild(workload('triptrip-batch-processor', 'triptrip')),
  ],
  'X-53': [nothing(/configmap-cluster-autoscaler/, 'no ConfigMap of bounds')],
  'X-54': [
    proof.nodeGroups('%s is refused'),
    proof.nodeGroups('types of one size are fine, and Karpenter chooses by itself'),
  ],
  'X-55': [
    proof.nodeGroups('which a group over several zones may never give'),
    proof.redis(
      'X-55: the nodes for their volumes stand in one zone a group on %s, so one is found where a volume is',
    ),
  ],
  'X-56': [on(output('node_groups', { 'gpu-1a.min_size': atMost(5) }), 'triptrip-production')],
  'X-57': [
    scaler({
      replicaCount: 2,
      'podDisruptionBudget.maxUnavailable': 1,
      extraArgs: including({ 'max-node-provision-time': '5m' }),
      'containerSecurityContext.readOnlyRootFilesystem': true,
    }),
  ],
};
