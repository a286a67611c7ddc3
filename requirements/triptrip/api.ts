import { cpuAtLeast, memoryAtLeast } from '../evidence/amounts.ts';
import { workload } from '../evidence/members.ts';
import {
  hardened,
  ownAccount,
  placedAsDeclared,
  probed,
  runsTheContractsBuild,
  scaledAsDeclared,
  sizedAsDeclared,
  spread,
  updatedWithoutGap,
} from '../evidence/workloads.ts';
import { on, rendered } from '../model/evidence.ts';
import { absent, atLeast, exactly, including } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';

/** What is told of every workload, held against this one. */
const its = workload('triptrip-api', 'triptrip');

const FILE = 'triptrip-api/triptrip-api/deployment-triptrip-api.yaml';
const deployment = rendered(FILE);
const pod = rendered(FILE, 'spec.template');
const container = rendered(FILE, 'spec.template.spec.containers[name=api]');
const of = (kind: string, name = 'triptrip-api') =>
  rendered(`triptrip-api/triptrip-api/${kind}-${name}.yaml`);

export const api: EvidenceById = {
  'S4-54': [
    deployment({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      'metadata.name': 'triptrip-api',
      'metadata.namespace': 'triptrip-api',
      'spec.template.spec.containers[*].name': exactly(['api']),
    }),
  ],
  'S4-55': [
    deployment({
      'metadata.labels': including({
        app: 'triptrip-api',
        'app.kubernetes.io/name': 'triptrip-api',
        'app.kubernetes.io/component': 'api',
        'app.kubernetes.io/part-of': 'triptrip',
      }),
      'metadata.labels["app.kubernetes.io/version"]': '{images.triptrip-api.version}',
    }),
    runsTheContractsBuild(its),
  ],
  'S4-56': [
    deployment({ 'spec.replicas': absent, 'spec.revisionHistoryLimit': 10 }),
    scaledAsDeclared(its),
    on(of('scaledobject')({ 'spec.minReplicaCount': atLeast(5) }), 'triptrip-production', 'triptrip-dr'),
  ],
  'S4-57': [
    deployment({
      'spec.strategy': { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
    }),
    updatedWithoutGap(its),
  ],
  'S4-58': [deployment({ 'spec.selector.matchLabels': { app: 'triptrip-api', track: 'stable' } })],
  'S4-59': [
    pod({
      'metadata.labels.app': 'triptrip-api',
      'metadata.labels.version': '{images.triptrip-api.version}',
    }),
  ],
  'S4-60': [
    pod({
      'metadata.annotations': including({
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '9090',
        'prometheus.io/path': '/metrics',
      }),
      'metadata.annotations["sidecar.istio.io/inject"]': absent,
    }),
  ],
  'S4-61': [
    pod({ 'spec.serviceAccountName': 'triptrip-api' }),
    of('serviceaccount')({
      kind: 'ServiceAccount',
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.triptrip-api}',
    }),
    ownAccount(its),
  ],
  'S4-62': [pod({ 'spec.terminationGracePeriodSeconds': 60 })],
  'S4-63': [
    pod({
      'spec.securityContext': {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    }),
  ],
  'S4-64': [
    pod({ 'spec.initContainers': absent }),
    container({ readinessProbe: including({ httpGet: { path: '/health/ready', port: 'http' } }) }),
  ],
  'S4-65': [
    container({
      image: '{ecr_registry}/triptrip-api@{images.triptrip-api.digest}',
      imagePullPolicy: 'IfNotPresent',
    }),
  ],
  'S4-66': [
    container({
      ports: exactly([
        { name: 'http', containerPort: 3000, protocol: 'TCP' },
        { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
      ]),
    }),
  ],
  'S4-67': [
    sizedAsDeclared(its),
    container({
      'resources.requests.cpu': cpuAtLeast('500m'),
      'resources.requests.memory': memoryAtLeast('512Mi'),
      'resources.limits.cpu': cpuAtLeast('2'),
      'resources.limits.memory': memoryAtLeast('2Gi'),
    }),
  ],
  'S4-68': [
    container({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    }),
    hardened(its),
  ],
  'S4-69': [
    container({ 'env[name=PORT].value': '3000' }),
    of('configmap', 'triptrip-api-config')({ 'data.NODE_ENV': 'production' }),
  ],
  'S4-70': [
    container({
      'env[name=POD_NAME].valueFrom.fieldRef.fieldPath': 'metadata.name',
      'env[name=POD_NAMESPACE].valueFrom.fieldRef.fieldPath': 'metadata.namespace',
      'env[name=NODE_NAME].valueFrom.fieldRef.fieldPath': 'spec.nodeName',
    }),
  ],
  'S4-71': [
    container({
      envFrom: [
        { configMapRef: { name: 'triptrip-api-config' } },
        { secretRef: { name: 'triptrip-api-secrets' } },
      ],
    }),
  ],
  'S4-72': [
    container({
      startupProbe: {
        httpGet: { path: '/health/startup', port: 'http' },
        periodSeconds: 2,
        timeoutSeconds: 2,
        failureThreshold: 30,
      },
    }),
  ],
  'S4-73': [
    container({
      livenessProbe: {
        httpGet: { path: '/health/live', port: 'http' },
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
    }),
  ],
  'S4-74': [
    container({
      readinessProbe: {
        httpGet: { path: '/health/ready', port: 'http' },
        periodSeconds: 5,
        timeoutSeconds: 3,
        failureThreshold: 3,
      },
    }),
    probed(its),
  ],
  'S4-75': [container({ 'lifecycle.preStop': { sleep: { seconds: 10 } } })],
  'S4-76': [
    container({
      'volumeMounts[name=tmp].mountPath': '/tmp',
      'volumeMounts[name=cache].mountPath': '/app/.cache',
    }),
  ],
  'S4-77': [
    pod({
      'spec.volumes[name=tmp].emptyDir': { medium: 'Memory', sizeLimit: '100Mi' },
      'spec.volumes[name=cache].emptyDir': { sizeLimit: '500Mi' },
    }),
  ],
  'S4-78': [
    pod({
      'spec.affinity': absent,
      'spec.topologySpreadConstraints[0].whenUnsatisfiable': 'DoNotSchedule',
    }),
  ],
  'S4-79': [
    pod({
      'spec.topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
      'spec.topologySpreadConstraints[0].maxSkew': 1,
      'spec.topologySpreadConstraints[0].matchLabelKeys': ['pod-template-hash'],
      'spec.topologySpreadConstraints[1].topologyKey': 'kubernetes.io/hostname',
      'spec.topologySpreadConstraints[1].maxSkew': 2,
      'spec.topologySpreadConstraints[1].whenUnsatisfiable': 'ScheduleAnyway',
    }),
    spread(its),
  ],
  'S4-80': [
    pod({ 'spec.nodeSelector': { 'workload-type': 'general' }, 'spec.tolerations': absent }),
    placedAsDeclared(its),
  ],
};
