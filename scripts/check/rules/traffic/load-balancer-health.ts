import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { at, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { servicesIn, targetsAt } from '../../state/service-ports.ts';
import { portsOf, type Workload } from '../../state/workload.ts';
import { ALB, backendsOf, isOfAlb } from './load-balancer.ts';
import { INGRESS } from './sample-ingress.ts';

const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';

/** A target that never answers the check gets no request. */
export const loadBalancerHealth: ClusterRule = {
  id: 'load-balancer-health',
  severity: 'warning',
  summary: 'A health check of a load balancer for a port or a path that its pods do not serve',
  breaks: 'Every target is unhealthy: callers get 503, while all pods are ready.',
  pitfalls: ['X-104'],
  failing: INGRESS.replace('healthcheck-path: /ready', 'healthcheck-path: /health'),
  passing: INGRESS,
  *judge(state) {
    for (const resource of state.of('networking.k8s.io/Ingress')) {
      if (!isOfAlb(resource) || resource.annotations[`${ALB}target-type`] !== 'ip') continue;
      const seen = new Set<string>();
      for (const { service, port } of backendsOf(state, resource)) {
        const own = service.resource.annotations;
        for (const workload of service.workloads) {
          const said = [
            ...judgeTarget(state, workload, targetsAt(port, workload), {
              resource: own[`${ALB}healthcheck-path`] === undefined ? resource : service.resource,
              prefix: `${ALB}healthcheck-`,
              annotations: { ...resource.annotations, ...own },
            }),
          ];
          for (const each of said)
            if (!seen.has(each.message)) {
              seen.add(each.message);
              yield each;
            }
        }
      }
    }
    for (const service of servicesIn(state).values()) {
      const { annotations } = service.resource;
      if (service.type !== 'LoadBalancer' || annotations[`${NLB}nlb-target-type`] !== 'ip') continue;
      for (const workload of service.workloads.slice(0, 1)) {
        const targets = service.ports.flatMap((port) => targetsAt(port, workload));
        yield* judgeTarget(state, workload, targets, {
          resource: service.resource,
          prefix: `${NLB}healthcheck-`,
          annotations,
        });
      }
    }
  },
};

interface Check {
  readonly resource: Resource;
  readonly prefix: string;
  readonly annotations: Readonly<Record<string, string>>;
}

function* judgeTarget(
  state: ClusterState,
  workload: Workload,
  targets: readonly number[],
  { resource, prefix, annotations }: Check,
): Generator<Said> {
  const isGateway = memberOf(state, workload) === 'gateway';
  const title = `${workload.kind} ${workload.namespace}/${workload.name}`;
  const port = annotations[`${prefix}port`] ?? 'traffic-port';
  const path = (name: string) => ['metadata', 'annotations', `${prefix}${name}`];
  const declared = portsOf(workload);
  const asked =
    port === 'traffic-port'
      ? targets
      : /^\d+$/.test(port)
        ? [Number(port)]
        : declared.filter(({ name }) => name === port).map(({ number }) => number);
  const listens = [
    ...declared.map(({ number }) => number),
    ...targets,
    ...(isGateway ? [15_021] : memberOf(state, workload) === 'sidecar' ? [15_020, 15_021] : []),
  ];
  if (
    port !== 'traffic-port' &&
    (asked.length === 0 || !asked.some((each) => listens.includes(each))) &&
    declared.length > 0
  ) {
    yield {
      resource,
      path: path('port'),
      severity: 'error',
      message: `The health check asks port ${port}, at which the pods of ${title} do not listen; they have ${[...new Set(listens)].join(', ')}.`,
      fix: `Write ${isGateway ? '"15021"' : 'traffic-port'}.`,
    };
    return;
  }
  const wanted = annotations[`${prefix}path`];
  if (wanted === undefined || workload.resource.isExtract) return;
  const probes = isGateway && asked.includes(15_021) ? ['/healthz/ready'] : probePaths(workload, asked);
  const [plain = ''] = wanted.split('?');
  if (probes.length === 0 || probes.includes(plain) || probes.some((each) => each.split('?')[0] === plain))
    return;
  yield {
    resource,
    path: path('path'),
    message: `The health check asks for ${wanted}, and the probes of ${title} for ${probes.join(', ')}: nothing says that the pods serve it.`,
    fix: `Write ${probes.find((each) => /ready/.test(each)) ?? probes[0]}.`,
  };
}

/** The paths that probes ask for at some ports. */
function probePaths({ containers }: Workload, ports: readonly number[]): readonly string[] {
  return [
    ...new Set(
      containers.flatMap(({ value, ports: own }) =>
        ['readinessProbe', 'livenessProbe', 'startupProbe'].flatMap((probe) => {
          const path = textAt(value, probe, 'httpGet', 'path');
          const port = at(value, probe, 'httpGet', 'port');
          const number = typeof port === 'number' ? port : own.find(({ name }) => name === port)?.number;
          return path !== undefined && number !== undefined && ports.includes(number) ? [path] : [];
        }),
      ),
    ),
  ];
}
