import { resourcesAtLeast } from '../evidence/amounts.ts';
import { deployed } from '../evidence/delivery.ts';
import { unit, workload } from '../evidence/members.ts';
import { scaledAsDeclared } from '../evidence/workloads.ts';
import { nothing, on, rendered } from '../model/evidence.ts';
import { absent, atLeast, computed, exactly, including, matching } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { TARGETS } from './capacity/load.ts';

const so = rendered('triptrip-api/triptrip-api/scaledobject-triptrip-api.yaml');
const behavior = rendered(
  'triptrip-api/triptrip-api/scaledobject-triptrip-api.yaml',
  'spec.advanced.horizontalPodAutoscalerConfig.behavior',
);
const vpa = rendered('triptrip-api/triptrip-api/verticalpodautoscaler-triptrip-api-vpa.yaml');
const workerVpa = rendered('triptrip-worker/triptrip-workers/verticalpodautoscaler-triptrip-worker-vpa.yaml');
const scaler = rendered('cluster-autoscaler/values.yaml');
const large = ['triptrip-production', 'triptrip-dr'];

export const autoscaling: EvidenceById = {
  'S4-118': [
    so({
      'spec.advanced.horizontalPodAutoscalerConfig.name': 'triptrip-api-hpa',
      'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'Deployment', name: 'triptrip-api' },
    }),
    nothing(/horizontalpodautoscaler-triptrip-api/, 'no second autoscaler of the API'),
  ],
  'S4-119': [
    scaledAsDeclared(workload('triptrip-api', 'triptrip')),
    on(so({ 'spec.minReplicaCount': atLeast(5), 'spec.maxReplicaCount': atLeast(100) }), ...large),
  ],
  'S4-120': [
    so({
      'spec.triggers[type=cpu]': {
        type: 'cpu',
        metricType: 'Utilization',
        metadata: { value: '70', containerName: 'api' },
      },
    }),
  ],
  'S4-121': [
    so({ 'spec.triggers[type=memory]': absent, 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) }),
    vpa({
      'spec.resourcePolicy.containerPolicies[containerName=api].controlledResources': ['cpu', 'memory'],
    }),
  ],
  'S4-122': [
    so({
      'spec.triggers[type=prometheus].metricType': 'AverageValue',
      'spec.triggers[type=prometheus].metadata.threshold': '1000',
      'spec.triggers[type=prometheus].metadata.query': matching(
        /^sum\(rate\(istio_requests_total\{.*destination_workload="triptrip-api".*\}\[\d+m\]\)\) or 0 \* /,
      ),
      'spec.triggers[type=prometheus].metadata.ignoreNullValues': 'false',
      'spec.triggers[type=prometheus].metadata.serverAddress': matching(
        /^http:\/\/[a-z-]+\.monitoring\.svc\.cluster\.local:9090$/,
      ),
    }),
  ],
  'S4-123': [
    so({
      'spec.triggers[type=aws-sqs-queue]': absent,
      'spec.triggers[*].type': exactly(['cpu', 'prometheus']),
    }),
  ],
  'S4-124': [
    behavior({
      scaleDown: {
        stabilizationWindowSeconds: TARGETS.downSeconds,
        policies: [
          { type: 'Percent', value: 10, periodSeconds: 60 },
          { type: 'Pods', value: 5, periodSeconds: 60 },
        ],
        selectPolicy: 'Min',
      },
    }),
  ],
  'S4-125': [
    behavior({
      scaleUp: {
        stabilizationWindowSeconds: 0,
        policies: [
          { type: 'Percent', value: 100, periodSeconds: 15 },
          { type: 'Pods', value: 10, periodSeconds: 15 },
        ],
        selectPolicy: 'Max',
      },
    }),
  ],
  'S4-126': [
    vpa({
      apiVersion: 'autoscaling.k8s.io/v1',
      'metadata.name': 'triptrip-api-vpa',
      'spec.targetRef.name': 'triptrip-api',
    }),
  ],
  'S4-127': [vpa({ 'spec.updatePolicy.updateMode': 'Off' })],
  'S4-128': [
    vpa({
      'spec.resourcePolicy.containerPolicies[containerName=api]': including({
        minAllowed: { cpu: '250m', memory: '256Mi' },
        maxAllowed: { cpu: '3', memory: '8Gi' },
        controlledValues: 'RequestsOnly',
      }),
    }),
  ],
  'S4-129': [
    workerVpa({ 'metadata.namespace': 'triptrip-workers', 'spec.targetRef.name': 'triptrip-worker' }),
  ],
  'S4-130': [workerVpa({ 'spec.updatePolicy.updateMode': 'Off' })],
  'S4-131': [
    workerVpa({
      'spec.resourcePolicy.containerPolicies[containerName=worker]': including({
        minAllowed: { cpu: '100m', memory: '128Mi' },
        maxAllowed: { cpu: '2', memory: '4Gi' },
      }),
    }),
  ],
  'S4-132': [nothing(/configmap-cluster-autoscaler/, 'no ConfigMap of bounds')],
  'S4-133': [
    scaler({ fullnameOverride: 'cluster-autoscaler', replicaCount: 2 }),
    rendered('applications/argocd/application-{cluster}-cluster-autoscaler.yaml')({
      'spec.destination.namespace': 'cluster-autoscaler',
    }),
    deployed(unit('cluster-autoscaler')),
  ],
  'S4-134': [
    scaler({
      'rbac.serviceAccount.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.cluster-autoscaler}',
      priorityClassName: 'system-cluster-critical',
    }),
  ],
  'S4-135': [
    scaler({
      'image.tag': computed('v{kubernetesVersion}.*', ({ cluster }) => ({
        says: `begins with v${cluster.kubernetesVersion}.`,
        holds: (tag) => typeof tag === 'string' && tag.startsWith(`v${cluster.kubernetesVersion}.`),
      })),
      'image.repository': '{ecr_registry}/kubernetes/autoscaling/cluster-autoscaler',
    }),
  ],
  'S4-136': [
    scaler({
      cloudProvider: 'aws',
      extraArgs: including({
        v: 4,
        stderrthreshold: 'info',
        'skip-nodes-with-local-storage': false,
        expander: 'least-waste',
        'balance-similar-node-groups': true,
      }),
    }),
  ],
  'S4-137': [scaler({ 'autoDiscovery.clusterName': '{cluster_name}' })],
  'S4-138': [
    scaler({
      extraArgs: including({
        'scale-down-enabled': true,
        'scale-down-delay-after-add': '10m',
        'scale-down-delay-after-delete': '0s',
        'scale-down-delay-after-failure': '3m',
        'scale-down-unneeded-time': '10m',
        'scale-down-unready-time': '20m',
        'scale-down-utilization-threshold': 0.5,
      }),
    }),
  ],
  'S4-139': [
    scaler({
      extraArgs: including({ 'max-graceful-termination-sec': 600, 'max-node-provision-time': '5m' }),
    }),
  ],
  'S4-140': [
    scaler({
      ...resourcesAtLeast('resources', {
        requests: { cpu: '100m', memory: '300Mi' },
        limits: { cpu: '500m', memory: '1Gi' },
      }),
    }),
  ],
  'S4-141': [scaler({ awsRegion: '{region}' })],
};
