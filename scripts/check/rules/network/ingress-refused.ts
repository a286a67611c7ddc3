import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { hasPort, isolationOf, namesAt } from '../../state/network-policies.ts';
import { fieldsAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { servicesIn, targetsAt } from '../../state/service-ports.ts';
import type { Workload } from '../../state/workload.ts';
import { ALB, backendsOf, isOfAlb } from '../traffic/load-balancer.ts';
import { INGRESS } from '../traffic/sample-ingress.ts';

const policy = (port: number) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress], ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/16 } }], ports: [{ port: ${port} }] }] }
`;

/** A load balancer calls from an address, a controller of the cluster from its own namespace. */
export const ingressRefused: ClusterRule = {
  id: 'ingress-refused',
  severity: 'error',
  summary: 'Pods behind an Ingress or a load balancer whose NetworkPolicies let nobody in from there',
  breaks: 'Nothing from outside arrives: callers get 502, 504 or no connection, and targets are unhealthy.',
  pitfalls: ['X-104'],
  failing: INGRESS + policy(80),
  passing: INGRESS + policy(8080),
  *judge(state) {
    for (const resource of state.of('networking.k8s.io/Ingress')) {
      const isAlb = isOfAlb(resource);
      const byAddress = isAlb && resource.annotations[`${ALB}target-type`] === 'ip';
      if (isAlb && !byAddress) continue;
      for (const { service, port } of backendsOf(state, resource)) {
        for (const workload of service.workloads) {
          const health = Number(resource.annotations[`${ALB}healthcheck-port`]);
          for (const target of new Set([
            ...targetsAt(port, workload),
            ...(byAddress && Number.isInteger(health) ? [health] : []),
          ])) {
            yield* judgeTarget(state, resource, workload, { target, byAddress, path: ['spec', 'rules'] });
          }
        }
      }
    }
    for (const resource of state.of('elbv2.k8s.aws/TargetGroupBinding')) {
      if (textAt(resource.value, 'spec', 'targetType') !== 'ip') continue;
      const reference = fieldsAt(resource.value, 'spec', 'serviceRef');
      const service = servicesIn(state).get(`${resource.namespace}/${textAt(reference, 'name') ?? ''}`);
      const port = service?.ports.find(({ number, name }) =>
        [number, name].some((one) => one === reference.port),
      );
      for (const workload of service?.workloads ?? []) {
        for (const target of port === undefined ? [] : targetsAt(port, workload)) {
          yield* judgeTarget(state, resource, workload, {
            target,
            byAddress: true,
            path: ['spec', 'serviceRef'],
          });
        }
      }
    }
    for (const service of servicesIn(state).values()) {
      const { annotations } = service.resource;
      if (service.type !== 'LoadBalancer') continue;
      const health = Number(annotations['service.beta.kubernetes.io/aws-load-balancer-healthcheck-port']);
      for (const workload of service.workloads) {
        const targets = service.ports.flatMap((port) =>
          targetsAt(port, workload).map((target) => ({ target, path: port.path })),
        );
        for (const { target, path } of [
          ...targets,
          ...(Number.isInteger(health) ? [{ target: health, path: ['spec', 'ports'] }] : []),
        ]) {
          yield* judgeTarget(state, service.resource, workload, { target, byAddress: true, path });
        }
      }
    }
  },
};

interface Wanted {
  readonly target: number;
  readonly byAddress: boolean;
  readonly path: Said['path'];
}

function* judgeTarget(
  state: ClusterState,
  resource: Resource,
  workload: Workload,
  { target, byAddress, path }: Wanted,
): Generator<Said> {
  const isolation = isolationOf(state, workload, 'ingress');
  if (isolation === undefined) return;
  const namesOfPort = namesAt(workload, target);
  const isOpen = isolation.rules.some(
    ({ rule }) =>
      hasPort(rule, 'TCP', target, namesOfPort) &&
      (rule.peers.length === 0 ||
        rule.peers.some(
          ({ block, namespaceSelector, isUnreadable }) =>
            isUnreadable || block !== undefined || (!byAddress && namespaceSelector !== undefined),
        )),
  );
  if (isOpen) return;
  const policies = isolation.policies.map((each) => each.resource.name).join(', ');
  const specific = isolation.policies.find(
    ({ selector, types }) => types.has('ingress') && Object.keys(selector.matchLabels).length > 0,
  );
  yield {
    resource: specific?.resource ?? resource,
    path: specific === undefined ? path : ['spec', 'ingress'],
    message: `${resource.kind} ${resource.namespace}/${resource.name} leads to port ${target} of ${workload.kind} ${workload.namespace}/${workload.name}, and the NetworkPolicies of the pods (${policies}) admit ${byAddress ? 'no address' : 'no other namespace'} there.`,
    fix: byAddress
      ? `Admit TCP port ${target} from an ipBlock with the addresses of the load balancer.`
      : `Admit TCP port ${target} from the namespace of the ingress controller.`,
  };
}
