import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import {
  hasPort,
  isolationOf,
  type PolicyPort,
  type PolicyRule,
  type PolicyState,
  policiesIn,
} from '../../state/network-policies.ts';
import { servicesOf, targetsAt } from '../../state/service-ports.ts';
import { portsOf, type Workload } from '../../state/workload.ts';
import { workloadsOf } from './policy-peers.ts';
import { CALL, DNS, SEALED } from './sample.ts';

/** Policies look at pods, which know nothing of the ports of Services. */
export const policyPortClosed: ClusterRule = {
  id: 'policy-port-closed',
  severity: 'error',
  summary: 'A NetworkPolicy with the port of a Service, or a name or protocol that its pods do not have',
  breaks:
    'The connection is made to the port of the pod, which the policy does not admit: it ends in a timeout.',
  pitfalls: ['X-76'],
  failing:
    SEALED +
    DNS +
    CALL.replace('- podSelector: { matchLabels: { app: cart } }', '').replaceAll('port: 8080', 'port: 80'),
  passing: SEALED + DNS + CALL,
  *judge(state) {
    for (const policy of policiesIn(state)) {
      for (const rule of policy.ingress) yield* judgePorts(state, policy, rule, policy.workloads);
      for (const rule of policy.egress) {
        const peers = rule.peers.map((peer) => workloadsOf(state, peer, policy.resource.namespace));
        // Of peers that nobody knows all of, one may listen there.
        if (peers.length === 0 || rule.peers.some(({ block }) => block !== undefined)) continue;
        if (peers.some(({ isWhole }) => !isWhole)) continue;
        yield* judgePorts(
          state,
          policy,
          rule,
          peers.flatMap(({ workloads }) => workloads),
        );
      }
    }
  },
};

/** Ports of the proxy, which no container of a template declares. */
function isOfProxy(port: number): boolean {
  return port >= 15_000 && port <= 15_100;
}

function* judgePorts(
  state: ClusterState,
  { resource }: PolicyState,
  rule: PolicyRule,
  workloads: readonly Workload[],
): Generator<Said> {
  const declaring = workloads.filter((workload) => portsOf(workload).length > 0);
  const [first] = declaring;
  if (first === undefined || declaring.length < workloads.length) return;
  const ports = declaring.flatMap(portsOf);
  for (const port of rule.ports) {
    const said = judgePort(state, declaring, ports, port, first, rule.ports);
    if (said !== undefined) yield { resource, ...said };
  }
}

type Found = Omit<Said, 'resource'>;

function judgePort(
  state: ClusterState,
  workloads: readonly Workload[],
  ports: ReturnType<typeof portsOf>,
  { port, protocol, endPort, path }: PolicyPort,
  first: Workload,
  all: readonly PolicyPort[],
): Found | undefined {
  const pods =
    workloads.length === 1 ? `the pods of ${first.kind} ${first.namespace}/${first.name}` : 'the pods';
  const known = [
    ...new Set(
      ports.map(
        ({ number, name, protocol: own }) => `${own}/${number}${name === undefined ? '' : ` (${name})`}`,
      ),
    ),
  ].join(', ');
  if (typeof port === 'string') {
    const named = ports.filter(({ name }) => name === port);
    if (named.some((each) => each.protocol === protocol)) return undefined;
    return {
      path: [...path, 'port'],
      message: `No port of ${pods} is named ${port}${named.length > 0 ? ` and is ${protocol}` : ''}: the rule admits nothing. They have ${known}.`,
      fix:
        named.length > 0
          ? `Write protocol: ${named[0]?.protocol}.`
          : 'Write the name or the number of a port of the container.',
    };
  }
  if (port === undefined || isOfProxy(port) || (endPort !== undefined && endPort > port)) return undefined;
  const same = ports.filter(({ number }) => number === port);
  if (same.some((each) => each.protocol === protocol)) return undefined;
  if (same.length > 0) {
    // DNS and its like listen with both, and often declare one.
    if (all.some((each) => each.port === port && same.some((own) => own.protocol === each.protocol)))
      return undefined;
    return {
      path,
      message: `Port ${port} of ${pods} is ${same[0]?.protocol}, and the rule admits ${protocol}.`,
      fix: `Write protocol: ${same[0]?.protocol}.`,
    };
  }
  const behind = workloads.flatMap((workload) =>
    servicesOf(state, workload).flatMap((service) =>
      service.ports
        .filter(({ number }) => number === port)
        .flatMap((each) => targetsAt(each, workload))
        .map((target) => ({ service, target })),
    ),
  );
  const [moved] = behind.filter(({ target }) => target !== port);
  if (moved !== undefined && behind.every(({ target }) => target !== port)) {
    return {
      path: [...path, 'port'],
      message: `${port} is a port of Service ${moved.service.namespace}/${moved.service.name}, and ${pods} listen at ${moved.target}: policies see the port of the pod, so the rule admits nothing.`,
      fix: `Write port: ${moved.target}.`,
    };
  }
  // A further port beside those that are open is no slip of the pen: members of a cluster talk at such ones.
  const open = workloads.some((workload) => {
    const rules = isolationOf(state, workload, 'ingress')?.rules ?? [];
    return portsOf(workload).some(
      ({ number, protocol: own, name = '' }) =>
        !/metric|prom/.test(name) && rules.some(({ rule }) => hasPort(rule, own, number, [name])),
    );
  });
  // What a chart or an operator makes may listen at more than it declares; so may pods that one of the ports is right for.
  if (open || workloads.some(({ isMade, resource }) => isMade || resource.isExtract)) return undefined;
  return {
    path: [...path, 'port'],
    severity: 'warning',
    message: `Nothing of ${pods} says that it listens at ${protocol}/${port}; they have ${known}.`,
    fix: 'Write a port of the container, or declare this one under its ports.',
  };
}
