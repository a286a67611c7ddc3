import { resourcesAtLeast } from '../evidence/amounts.ts';
import { deployed } from '../evidence/delivery.ts';
import { unit, workload } from '../evidence/members.ts';
import { scaledAsDeclared } from '../evidence/workloads.ts';
import { nothing, on, rendered } from '../model/evidence.ts';
import { absent, atLeast, computed, exactly, including, matching } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const so = rendered('triptrip-api/triptrip-api/scaledobject-triptrip-api.yaml');
const behavior = rendered(
  'triptrip-api/triptrip-api/scaledobject-triptrip-api.yaml',
  'spec.advanced.horizontalPodAutoscalerConfig.behavior',
);
const vpa = rendered('triptrip-api/triptrip-api/verticalpodautoscaler-triptrip-api-vpa.yaml');
const workerVpa = rendered('triptrip-worker/triptrip-workers/verticalpodautoscaler-triptrip-worker-vpa.yaml');
const scaler = rendered('cluster-autoscaler/values.yaml');
const large = ['triptrip-production', 'triptrip-dr'];

export const autoscaling: Section<Row> = {
  title: 'Autoscaling',
  entries: [
    otherwise(
      'S4-118',
      'K',
      'A HorizontalPodAutoscaler of the API',
      'A ScaledObject that makes it, under the same name: KEDA reads the rate of requests without another adapter (X-37, X-38).',
      so({
        'spec.advanced.horizontalPodAutoscalerConfig.name': 'triptrip-api-hpa',
        'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'Deployment', name: 'triptrip-api' },
      }),
      nothing(/horizontalpodautoscaler-triptrip-api/, 'no second autoscaler of the API'),
    ),
    otherwise(
      'S4-119',
      'K',
      '5 to 100 pods',
      'More at the most, by the declaration: 100 are the burst exactly (X-45).',
      scaledAsDeclared(workload('triptrip-api', 'triptrip')),
      on(so({ 'spec.minReplicaCount': atLeast(5), 'spec.maxReplicaCount': atLeast(100) }), ...large),
    ),
    otherwise(
      'S4-120',
      'K',
      'CPU at 70 %',
      'Of the container, not of the pod: the proxy would drown it (X-40).',
      so({
        'spec.triggers[type=cpu]': {
          type: 'cpu',
          metricType: 'Utilization',
          metadata: { value: '70', containerName: 'api' },
        },
      }),
    ),
    otherwise(
      'S4-121',
      'K',
      'Memory at 80 %',
      'Not scaled on: a heap that has grown does not shrink (X-41). The recommendation covers memory.',
      so({ 'spec.triggers[type=memory]': absent, 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) }),
      vpa({
        'spec.resourcePolicy.containerPolicies[containerName=api].controlledResources': ['cpu', 'memory'],
      }),
    ),
    done(
      'S4-122',
      'K',
      '1,000 requests a second for each pod',
      so({
        'spec.triggers[type=prometheus].metricType': 'AverageValue',
        'spec.triggers[type=prometheus].metadata.threshold': '1000',
        'spec.triggers[type=prometheus].metadata.query': matching(
          /^sum\(rate\(istio_requests_total\{.*destination_workload="triptrip-api".*\}\[\d+m\]\)\)$/,
        ),
        'spec.triggers[type=prometheus].metadata.serverAddress': matching(
          /^http:\/\/[a-z-]+\.monitoring\.svc\.cluster\.local:9090$/,
        ),
      }),
    ),
    otherwise(
      'S4-123',
      'K',
      'The length of the task queue',
      'It moves the worker that drains it, not the API (X-37, X-39).',
      so({
        'spec.triggers[type=aws-sqs-queue]': absent,
        'spec.triggers[*].type': exactly(['cpu', 'prometheus']),
      }),
    ),
    done(
      'S4-124',
      'K',
      'Down slowly, after 300 s',
      behavior({
        scaleDown: {
          stabilizationWindowSeconds: 300,
          policies: [
            { type: 'Percent', value: 10, periodSeconds: 60 },
            { type: 'Pods', value: 5, periodSeconds: 60 },
          ],
          selectPolicy: 'Min',
        },
      }),
    ),
    done(
      'S4-125',
      'K',
      'Up at once',
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
    ),
    done(
      'S4-126',
      'K',
      'A VerticalPodAutoscaler of the API',
      vpa({
        apiVersion: 'autoscaling.k8s.io/v1',
        'metadata.name': 'triptrip-api-vpa',
        'spec.targetRef.name': 'triptrip-api',
      }),
    ),
    otherwise(
      'S4-127',
      'K',
      'It changes pods by itself',
      'It recommends: two autoscalers would work against each other (X-35, X-36).',
      vpa({ 'spec.updatePolicy.updateMode': 'Off' }),
    ),
    otherwise(
      'S4-128',
      'K',
      'From 250m and 256Mi to 4 cores and 8Gi, limits included',
      'To 3 cores, which a node can give; requests only (X-33).',
      vpa({
        'spec.resourcePolicy.containerPolicies[containerName=api]': including({
          minAllowed: { cpu: '250m', memory: '256Mi' },
          maxAllowed: { cpu: '3', memory: '8Gi' },
          controlledValues: 'RequestsOnly',
        }),
      }),
    ),
    done(
      'S4-129',
      'K',
      'The same for the worker',
      workerVpa({ 'metadata.namespace': 'triptrip-workers', 'spec.targetRef.name': 'triptrip-worker' }),
    ),
    done('S4-130', 'K', 'Recommendations only', workerVpa({ 'spec.updatePolicy.updateMode': 'Off' })),
    done(
      'S4-131',
      'K',
      'From 100m and 128Mi to 2 cores and 4Gi',
      workerVpa({
        'spec.resourcePolicy.containerPolicies[containerName=worker]': including({
          minAllowed: { cpu: '100m', memory: '128Mi' },
          maxAllowed: { cpu: '2', memory: '4Gi' },
        }),
      }),
    ),
    otherwise(
      'S4-132',
      'K',
      'A ConfigMap with the bounds of the node groups',
      'None: nothing reads it, bounds are Terraform’s (X-53).',
      nothing(/configmap-cluster-autoscaler/, 'no ConfigMap of bounds'),
    ),
    otherwise(
      'S4-133',
      'K',
      'One Cluster Autoscaler in `kube-system`',
      'Two, of which one leads, by chart, in a namespace of their own (X-57).',
      scaler({ fullnameOverride: 'cluster-autoscaler', replicaCount: 2 }),
      rendered('applications/argocd/application-{cluster}-cluster-autoscaler.yaml')({
        'spec.destination.namespace': 'cluster-autoscaler',
      }),
      deployed(unit('cluster-autoscaler')),
    ),
    done(
      'S4-134',
      'K',
      'Its account with a role, its priority',
      scaler({
        'rbac.serviceAccount.annotations["eks.amazonaws.com/role-arn"]':
          '{irsa_role_arns.cluster-autoscaler}',
        priorityClassName: 'system-cluster-critical',
      }),
    ),
    otherwise(
      'S4-135',
      'K',
      'Image v1.29.0',
      'The minor version of the cluster (X-94).',
      scaler({
        'image.tag': computed('v{kubernetesVersion}.*', ({ cluster }) => ({
          says: `begins with v${cluster.kubernetesVersion}.`,
          holds: (tag) => typeof tag === 'string' && tag.startsWith(`v${cluster.kubernetesVersion}.`),
        })),
        'image.repository': '{ecr_registry}/kubernetes/autoscaling/cluster-autoscaler',
      }),
    ),
    done(
      'S4-136',
      'K',
      'General flags',
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
    ),
    done(
      'S4-137',
      'K+T',
      'Groups found by two tags',
      scaler({ 'autoDiscovery.clusterName': '{cluster_name}' }),
    ),
    done(
      'S4-138',
      'K',
      'Flags of scaling down',
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
    ),
    otherwise(
      'S4-139',
      'K',
      'Ends pods within 600 s, waits 15 minutes for a node',
      '5 minutes, which is the target (X-57).',
      scaler({
        extraArgs: including({ 'max-graceful-termination-sec': 600, 'max-node-provision-time': '5m' }),
      }),
    ),
    done(
      'S4-140',
      'K',
      'Requests and limits',
      scaler({
        ...resourcesAtLeast('resources', {
          requests: { cpu: '100m', memory: '300Mi' },
          limits: { cpu: '500m', memory: '1Gi' },
        }),
      }),
    ),
    done('S4-141', 'K', 'The region', scaler({ awsRegion: '{region}' })),
  ],
};
