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
import { done, otherwise, type Row, type Section } from '../model/row.ts';

/** What is told of every workload, held against this one. */
const its = workload('triptrip-api', 'triptrip');

const FILE = 'triptrip-api/triptrip-api/deployment-triptrip-api.yaml';
const deployment = rendered(FILE);
const pod = rendered(FILE, 'spec.template');
const container = rendered(FILE, 'spec.template.spec.containers[name=api]');
const of = (kind: string, name = 'triptrip-api') =>
  rendered(`triptrip-api/triptrip-api/${kind}-${name}.yaml`);

export const api: Section<Row> = {
  title: 'The API',
  entries: [
    done(
      'S4-54',
      'K',
      'A Deployment `triptrip-api` in its own namespace',
      deployment({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        'metadata.name': 'triptrip-api',
        'metadata.namespace': 'triptrip-api',
        'spec.template.spec.containers[*].name': exactly(['api']),
      }),
    ),
    done(
      'S4-55',
      'K',
      'Labels that say what it is, and which version',
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
    ),
    otherwise(
      'S4-56',
      'K',
      'Five replicas, ten revisions',
      'The autoscaler owns the number, with five as its lower bound (X-42).',
      deployment({ 'spec.replicas': absent, 'spec.revisionHistoryLimit': 10 }),
      scaledAsDeclared(its),
      on(of('scaledobject')({ 'spec.minReplicaCount': atLeast(5) }), 'triptrip-production', 'triptrip-dr'),
    ),
    done(
      'S4-57',
      'K',
      'An update adds a quarter and takes none away',
      deployment({
        'spec.strategy': { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
      }),
      updatedWithoutGap(its),
    ),
    otherwise(
      'S4-58',
      'K',
      'Selected by the label `app`',
      'And by `track`: a canary is a Deployment of its own (X-15).',
      deployment({ 'spec.selector.matchLabels': { app: 'triptrip-api', track: 'stable' } }),
    ),
    done(
      'S4-59',
      'K',
      'Pod labels `app` and `version`',
      pod({
        'metadata.labels.app': 'triptrip-api',
        'metadata.labels.version': '{images.triptrip-api.version}',
      }),
    ),
    otherwise(
      'S4-60',
      'K',
      'Annotations for scraping and injection',
      'One metrics port, 9090, read by a monitor (X-76, X-77); the namespace label asks for injection (X-58).',
      pod({
        'metadata.annotations': including({
          'prometheus.io/scrape': 'true',
          'prometheus.io/port': '9090',
          'prometheus.io/path': '/metrics',
        }),
        'metadata.annotations["sidecar.istio.io/inject"]': absent,
      }),
    ),
    done(
      'S4-61',
      'K',
      'A ServiceAccount of its own',
      pod({ 'spec.serviceAccountName': 'triptrip-api' }),
      of('serviceaccount')({
        kind: 'ServiceAccount',
        'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.triptrip-api}',
      }),
      ownAccount(its),
    ),
    done('S4-62', 'K', '60 s to end', pod({ 'spec.terminationGracePeriodSeconds': 60 })),
    done(
      'S4-63',
      'K',
      'User, group and seccomp of the pod',
      pod({
        'spec.securityContext': {
          runAsNonRoot: true,
          runAsUser: 1000,
          runAsGroup: 1000,
          fsGroup: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      }),
    ),
    otherwise(
      'S4-64',
      'K',
      'An init container that waits for the database',
      'None: behind the mesh it waits for ever (X-27). Readiness and the client’s retries do it.',
      pod({ 'spec.initContainers': absent }),
      container({ readinessProbe: including({ httpGet: { path: '/health/ready', port: 'http' } }) }),
    ),
    otherwise(
      'S4-65',
      'K',
      'The image from ECR, always pulled',
      'A digest from the registry of the cluster’s own region, pulled once (X-89, X-91, X-108).',
      container({
        image: '{ecr_registry}/triptrip-api@{images.triptrip-api.digest}',
        imagePullPolicy: 'IfNotPresent',
      }),
    ),
    done(
      'S4-66',
      'K',
      'Ports 3000 and 9090',
      container({
        ports: exactly([
          { name: 'http', containerPort: 3000, protocol: 'TCP' },
          { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
        ]),
      }),
    ),
    done(
      'S4-67',
      'K',
      'Requests and limits',
      sizedAsDeclared(its),
      container({
        'resources.requests.cpu': cpuAtLeast('500m'),
        'resources.requests.memory': memoryAtLeast('512Mi'),
        'resources.limits.cpu': cpuAtLeast('2'),
        'resources.limits.memory': memoryAtLeast('2Gi'),
      }),
    ),
    done(
      'S4-68',
      'K',
      'A container without rights',
      container({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      }),
      hardened(its),
    ),
    done(
      'S4-69',
      'K',
      'Mode and port as variables',
      container({ 'env[name=PORT].value': '3000' }),
      of('configmap', 'triptrip-api-config')({ 'data.NODE_ENV': 'production' }),
    ),
    done(
      'S4-70',
      'K',
      'Pod, namespace and node as variables',
      container({
        'env[name=POD_NAME].valueFrom.fieldRef.fieldPath': 'metadata.name',
        'env[name=POD_NAMESPACE].valueFrom.fieldRef.fieldPath': 'metadata.namespace',
        'env[name=NODE_NAME].valueFrom.fieldRef.fieldPath': 'spec.nodeName',
      }),
    ),
    done(
      'S4-71',
      'K',
      'All variables of a Secret and a ConfigMap',
      container({
        envFrom: [
          { configMapRef: { name: 'triptrip-api-config' } },
          { secretRef: { name: 'triptrip-api-secrets' } },
        ],
      }),
    ),
    otherwise(
      'S4-72',
      'K',
      'A startup probe with 160 s',
      '60 s, asked every 2 s from the start on: a fast start counts at once (X-110).',
      container({
        startupProbe: {
          httpGet: { path: '/health/startup', port: 'http' },
          periodSeconds: 2,
          timeoutSeconds: 2,
          failureThreshold: 30,
        },
      }),
    ),
    done(
      'S4-73',
      'K',
      'A liveness probe',
      container({
        livenessProbe: {
          httpGet: { path: '/health/live', port: 'http' },
          periodSeconds: 10,
          timeoutSeconds: 5,
          failureThreshold: 3,
        },
      }),
    ),
    done(
      'S4-74',
      'K',
      'A readiness probe',
      container({
        readinessProbe: {
          httpGet: { path: '/health/ready', port: 'http' },
          periodSeconds: 5,
          timeoutSeconds: 3,
          failureThreshold: 3,
        },
      }),
      probed(its),
    ),
    otherwise(
      'S4-75',
      'K',
      'A shell that sleeps 10 s before the stop',
      'The same 10 s without a shell (X-75, X-98).',
      container({ 'lifecycle.preStop': { sleep: { seconds: 10 } } }),
    ),
    done(
      'S4-76',
      'K',
      'Two places to write to',
      container({
        'volumeMounts[name=tmp].mountPath': '/tmp',
        'volumeMounts[name=cache].mountPath': '/app/.cache',
      }),
    ),
    done(
      'S4-77',
      'K',
      'Their size and medium',
      pod({
        'spec.volumes[name=tmp].emptyDir': { medium: 'Memory', sizeLimit: '100Mi' },
        'spec.volumes[name=cache].emptyDir': { sizeLimit: '500Mi' },
      }),
    ),
    otherwise(
      'S4-78',
      'K',
      'Anti-affinity by host and zone',
      'Spread constraints say the same once, and zones by force (X-103).',
      pod({
        'spec.affinity': absent,
        'spec.topologySpreadConstraints[0].whenUnsatisfiable': 'DoNotSchedule',
      }),
    ),
    otherwise(
      'S4-79',
      'K',
      'Spread over zones and hosts as far as it goes',
      'Zones must hold, hosts may give, each revision counted by itself (X-103).',
      pod({
        'spec.topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
        'spec.topologySpreadConstraints[0].maxSkew': 1,
        'spec.topologySpreadConstraints[0].matchLabelKeys': ['pod-template-hash'],
        'spec.topologySpreadConstraints[1].topologyKey': 'kubernetes.io/hostname',
        'spec.topologySpreadConstraints[1].maxSkew': 2,
        'spec.topologySpreadConstraints[1].whenUnsatisfiable': 'ScheduleAnyway',
      }),
      spread(its),
    ),
    done(
      'S4-80',
      'K',
      'The general nodes, no tolerations',
      pod({ 'spec.nodeSelector': { 'workload-type': 'general' }, 'spec.tolerations': absent }),
      placedAsDeclared(its),
    ),
  ],
};
