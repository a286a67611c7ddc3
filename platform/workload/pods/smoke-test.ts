import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { add } from '../../kit/manifest.ts';
import { serviceHost } from '../../kit/names.ts';
import type { Endpoint } from '../../kit/network/endpoint.ts';
import { pods } from '../../kit/network/flows.ts';
import { allow } from '../../kit/network/network-policy.ts';
import { restrictedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { bytes, formatCpu, formatMemory, millicores } from '../../kit/quantity.ts';
import { amounts, type Resources } from '../../kit/resources.ts';
import { addServiceAccount } from '../../kit/service-account.ts';
import type { Context, Reservation } from '../../unit/unit.ts';
import type { PlacedWorkload } from '../declaration/placed-workload.ts';
import type { ServiceDeclaration, WorkloadDeclaration } from '../declaration/workload.ts';
import { endpointOf } from '../graph/graph.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';
import { addProxyScope } from '../traffic/mesh.ts';
import { CANARY_HEADER } from '../traffic/routes.ts';
import { probesOf } from './probes.ts';
import { nodePlacement } from './scheduling.ts';
import { sidecarAnnotations, sidecarResources } from './sidecar.ts';

/** Only curl is needed, so there is no script and no shell. */
const IMAGE =
  'curlimages/curl:8.20.0@sha256:b3f1fb2a51d923260350d21b8654bbc607164a987e2f7c84a0ac199a67df812a';

/** The user of that image. */
const USER = 100;

/** Of the test's pod, without its proxy. */
const RESOURCES: Resources = {
  requests: { cpu: '10m', memory: '16Mi' },
  limits: { memory: '32Mi' },
};

/** Seconds until the sync fails: a node for the pod may have to be started, and each path may be asked for 40 s. */
const DEADLINE_SECONDS = 300;

/**
 * Asks again until a new pod's policies and a new canary's routes are known everywhere; a refused request is an
 * answer like any other until then. The first path that stays wrong is the verdict.
 */
const ATTEMPTS = ['--fail', '--silent', '--show-error', '--max-time', '5'];
const RETRIES = ['--retry', '5', '--retry-delay', '2', '--retry-all-errors'];

/**
 * Whether a sync of the workload ends with the test: if it answers requests and always has pods. Where it has none outside
 * office hours, each sync at night would fail for want of them.
 */
export function isSmokeTested({ kind }: WorkloadDeclaration, { officeHours }: Cluster): boolean {
  return kind === 'service' && officeHours === undefined;
}

/** The test of a service as its policies see it: one more caller. */
export function smokeTestOf(placed: PlacedWorkload): Endpoint {
  const name = `${placed.declaration.name}-smoke-test`;
  return { ...endpointOf(placed), name, serviceAccount: name, labels: { app: name } };
}

/** What the quota has to hold for the one pod of the test, its proxy included. */
export function smokeTestReservation(placed: PlacedWorkload, context: Context): Reservation {
  const proxy = placed.mesh && context.cluster.mesh !== undefined ? sidecarResources(0) : undefined;
  const sum = (own: string, added = '0Mi') => formatMemory(bytes(own) + bytes(added));
  return {
    namespace: placed.namespace,
    pods: 1,
    resources: {
      requests: {
        cpu: formatCpu(millicores(RESOURCES.requests.cpu) + millicores(proxy?.requests.cpu ?? '0')),
        memory: sum(RESOURCES.requests.memory, proxy?.requests.memory),
      },
      limits: { memory: sum(RESOURCES.limits.memory, proxy?.limits.memory) },
    },
  };
}

/**
 * The test that ends each sync of a service: a Job of Argo CD requests its startup and readiness paths through the Service,
 * also those of the canary, and the sync fails if the Job does (S2-109, S2-110). It has an identity of its own, which
 * reaches this service and nothing else.
 */
export function addSmokeTest(scope: Construct, placement: Placement<ServiceDeclaration>): void {
  const { declaration, namespace, context, sidecar } = placement;
  const { name, labels: selector } = smokeTestOf(placement);
  const labels = { ...objectLabels(placement), ...selector, 'app.kubernetes.io/name': name };
  addServiceAccount(scope, context.cluster, { name, namespace, labels });
  allow(scope, {
    name: `allow-${name}`,
    pods: { namespace, labels: selector },
    labels,
    egress: [pods(endpointOf(placement), declaration.port)],
  });
  if (sidecar !== undefined) {
    addProxyScope(scope, { name, namespace, labels, selector }, [
      `${namespace}/${serviceHost(declaration.name, namespace)}`,
    ]);
  }
  add(scope, k8s.KubeJob, {
    metadata: {
      name,
      namespace,
      labels,
      annotations: {
        'argocd.argoproj.io/hook': 'PostSync',
        // A failed one stays, with its log, until the next sync.
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation,HookSucceeded',
      },
    },
    spec: {
      // curl tries again by itself; a pod that is lost with a drained node does not count.
      backoffLimit: 0,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
      activeDeadlineSeconds: DEADLINE_SECONDS,
      template: {
        metadata: {
          labels,
          ...(sidecar !== undefined && { annotations: sidecarAnnotations(sidecarResources(0)) }),
        },
        spec: podSpec(placement, name),
      },
    },
  });
}

function podSpec(placement: Placement<ServiceDeclaration>, serviceAccountName: string): k8s.PodSpec {
  const { requests, limits } = RESOURCES;
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    priorityClassName: 'standard',
    securityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER },
    containers: [
      {
        name: 'curl',
        image: `${cached(placement.context.cluster, 'docker.io')}/${IMAGE}`,
        imagePullPolicy: 'IfNotPresent',
        args: requestsOf(placement),
        resources: { requests: amounts(requests), limits: amounts(limits) },
        securityContext: restrictedContainer,
      },
    ],
    ...nodePlacement(placement),
  };
}

/** The canary is called by its header: by weight it might never be reached. */
function requestsOf({ declaration, namespace, image }: Placement<ServiceDeclaration>): string[] {
  const { startup, readiness } = probesOf(declaration);
  const host = `http://${serviceHost(declaration.name, namespace)}`;
  const paths = [...new Set([startup.path, readiness.path])].map((path) => `${host}${path}`);
  const canary = Object.entries(CANARY_HEADER).flatMap(([header, { exact }]) => [
    '--header',
    `${header}: ${exact}`,
  ]);
  const plain = ['--fail-early', ...ATTEMPTS, ...RETRIES, ...paths];
  if (image.canary === undefined) return plain;
  return [...plain, '--next', ...ATTEMPTS, ...RETRIES, ...canary, ...paths];
}
