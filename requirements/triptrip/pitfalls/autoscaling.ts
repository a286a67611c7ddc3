import { eachRunning, workload } from '../../evidence/members.ts';
import { runsTheContractsBuild, scaledAsDeclared } from '../../evidence/workloads.ts';
import { nothing, on, output, rendered } from '../../model/evidence.ts';
import { absent, atLeast, atMost, exactly, including } from '../../model/expected.ts';
import { keptOut, notVisible, type Pitfall, type Section } from '../../model/row.ts';
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

export const autoscalingPitfalls: Section<Pitfall> = {
  title: 'Autoscaling',
  entries: [
    keptOut(
      'X-35',
      'Two autoscalers on one resource',
      oneAutoscaler,
      nothing(/horizontalpodautoscaler-triptrip-api/, 'no second autoscaler of the API'),
      scaledAsDeclared(eachRunning('triptrip')),
    ),
    keptOut(
      'X-36',
      'A mode that goes away; the proxy is resized too',
      proof.scaling('the vertical autoscaler recommends only, and never for the proxy (X-35, X-36)'),
      rendered('triptrip-api/triptrip-api/verticalpodautoscaler-triptrip-api-vpa.yaml')({
        'spec.updatePolicy': { updateMode: 'Off' },
        'spec.resourcePolicy.containerPolicies[containerName=*].mode': 'Off',
      }),
    ),
    keptOut(
      'X-37',
      'A metric that nobody serves',
      oneAutoscaler,
      api({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) }),
    ),
    keptOut(
      'X-38',
      'A metric that needs an adapter',
      oneAutoscaler,
      api({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) }),
    ),
    keptOut(
      'X-39',
      'The worker’s queue moves the API',
      proof.scaling('a queue that the workload does not read: more pods would not drain it (X-39)'),
      api({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) }),
    ),
    keptOut(
      'X-40',
      'CPU of the proxy counted as the API’s',
      proof.scaling('CPU of the container: the proxy would drown it (X-40)'),
      api({ 'spec.triggers[type=cpu].metadata.containerName': 'api' }),
    ),
    keptOut(
      'X-41',
      'Scaling on memory that never shrinks',
      oneAutoscaler,
      api({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) }),
    ),
    keptOut(
      'X-42',
      'Self-healing undoes the autoscaler',
      proof.api('S4-56, X-42: its number of pods belongs to the autoscaler alone'),
      rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({ 'spec.replicas': absent }),
    ),
    keptOut(
      'X-43',
      'The wrong differences are ignored',
      proof.applications(
        'a sync respects what is ignored, and nothing that a person chose is ignored (X-42, X-43)',
      ),
      rendered('applications/argocd/application-{cluster}-triptrip-api.yaml')({
        'spec.ignoreDifferences': absent,
      }),
    ),
    keptOut(
      'X-44',
      'Scaling down takes longer than its target',
      proof.capacity('the way down begins after five minutes, and takes longer than that (X-44)'),
      api({
        'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds': 300,
      }),
    ),
    keptOut(
      'X-45',
      'No room above the burst',
      proof.capacity(
        'peak and burst meet no bound of the API: the burst fits half as often again (S4-12, X-45)',
      ),
      proof.capacity('nor of the gateways, where a proxy is dear (S4-162, X-45)'),
      proof.capacity(
        'nor of the nodes: a third of them is left at the burst, for the platform (S4-12, X-45)',
      ),
      on(api({ 'spec.maxReplicaCount': atLeast(101) }), 'triptrip-production', 'triptrip-dr'),
    ),
    keptOut(
      'X-46',
      'A cooldown without effect',
      queueWorker({
        'spec.cooldownPeriod': absent,
        'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds': 300,
      }),
    ),
    keptOut(
      'X-47',
      'Short host names in triggers',
      proof.scaling(
        'requests of the stable pods, asked by a whole name: KEDA resolves in its own namespace (X-47)',
      ),
      queueWorker({
        'spec.triggers[type=redis-cluster-streams].metadata.addresses':
          'redis-cluster.triptrip-cache.svc.cluster.local:6379',
      }),
    ),
    keptOut(
      'X-48',
      'A Redis trigger for a single node',
      queueWorker({
        'spec.triggers[type=redis-cluster-streams].metadata.enableTLS': 'true',
        'spec.triggers[type=redis-streams]': absent,
      }),
    ),
    keptOut(
      'X-49',
      'A Kafka trigger without Kafka',
      nothing(/kafka/, 'no object of Kafka'),
      rendered('triptrip-api/triptrip-api/scaledobject-triptrip-api.yaml')({
        'spec.triggers[*].type': exactly(['cpu', 'prometheus']),
      }),
    ),
    keptOut(
      'X-50',
      'A queue trigger without region and credentials',
      proof.scaling('a queue, in the region of the cluster, with credentials that exist (X-10, X-50)'),
      queueWorker({
        'spec.triggers[type=aws-sqs-queue].authenticationRef.name': 'keda-aws-credentials',
        'spec.triggers[type=aws-sqs-queue].metadata.awsRegion': '{region}',
      }),
    ),
    keptOut(
      'X-51',
      'A proxy keeps a Job alive',
      rendered('istiod/values.yaml')({ 'env.ENABLE_NATIVE_SIDECARS': 'true' }),
    ),
    keptOut(
      'X-52',
      'A Job by a moving tag, without limits or an end, on the dear nodes',
      processor({
        activeDeadlineSeconds: 3600,
        ttlSecondsAfterFinished: 86400,
        'template.spec.nodeSelector': { 'workload-type': 'spot' },
      }),
      runsTheContractsBuild(workload('triptrip-batch-processor', 'triptrip')),
    ),
    keptOut(
      'X-53',
      'A ConfigMap that nothing reads',
      nothing(/configmap-cluster-autoscaler/, 'no ConfigMap of bounds'),
    ),
    keptOut(
      'X-54',
      'Groups of nodes of two sizes',
      proof.nodeGroups('%s is refused'),
      proof.nodeGroups('types of one size are fine, and Karpenter chooses by itself'),
    ),
    keptOut(
      'X-55',
      'One group over three zones with volumes',
      proof.nodeGroups('which a group over several zones may never give'),
      proof.redis(
        'X-55: the nodes for their volumes stand in one zone a group on %s, so one is found where a volume is',
      ),
    ),
    notVisible(
      'X-56',
      'Groups that start at no node',
      'Terraform tags the groups with their labels and taints; nothing asks for a GPU.',
      on(output('node_groups', { 'gpu-1a.min_size': atMost(5) }), 'triptrip-production'),
    ),
    keptOut(
      'X-57',
      'One Cluster Autoscaler, unguarded, that waits too long',
      scaler({
        replicaCount: 2,
        'podDisruptionBudget.maxUnavailable': 1,
        extraArgs: including({ 'max-node-provision-time': '5m' }),
        'containerSecurityContext.readOnlyRootFilesystem': true,
      }),
    ),
  ],
};
