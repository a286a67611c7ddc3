import { callsOf, targetOf } from '../../state/called-hosts.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { fullHost, lookUp } from '../../state/mesh-hosts.ts';
import { isolationOf, policiesIn } from '../../state/network-policies.ts';
import type { Path } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { servicesOf, targetsAt } from '../../state/service-ports.ts';
import { portsOf, type Workload } from '../../state/workload.ts';
import { gatewaysIn } from '../traffic/gateways.ts';
import { routingsIn } from '../traffic/routes.ts';
import { workloadsOf } from './policy-peers.ts';

/** A call that some object of the tree says is made. */
export interface DeclaredCall {
  readonly caller: Workload;
  readonly callee: Workload;
  /** Of the pods. */
  readonly port: number;
  /** What says it. */
  readonly by: Resource;
  readonly path: Path;
  readonly means: 'variable' | 'route' | 'policy';
}

/** More pods of one selector than that are not meant one by one. */
const MANY = 12;

export const declaredCallsIn = remembered((state: ClusterState): readonly DeclaredCall[] => {
  const all = [...ofVariables(state), ...ofRoutes(state), ...ofPolicies(state)];
  const first = new Map<string, DeclaredCall>();
  const numbers = new Map(state.workloads.map((workload, index) => [workload, index]));
  for (const call of all) {
    const key = `${numbers.get(call.caller)} ${numbers.get(call.callee)} ${call.port}`;
    if (!first.has(key)) first.set(key, call);
  }
  return [...first.values()];
});

function* ofVariables(state: ClusterState): Generator<DeclaredCall> {
  for (const caller of state.workloads) {
    for (const call of callsOf(state, caller)) {
      const target = targetOf(state, call, caller.namespace);
      if (target.type !== 'service' || target.port === undefined) continue;
      for (const callee of target.service.workloads) {
        for (const port of targetsAt(target.port, callee)) {
          yield { caller, callee, port, by: call.resource, path: call.path, means: 'variable' };
        }
      }
    }
  }
}

/** What gateways hand on. */
function* ofRoutes(state: ClusterState): Generator<DeclaredCall> {
  const gateways = gatewaysIn(state);
  for (const { resource, routes, gateways: names } of routingsIn(state)) {
    const callers = [...new Set(names.flatMap((name) => gateways.get(name)?.workloads ?? []))];
    if (callers.length === 0) continue;
    for (const { destinations } of routes) {
      for (const { host, port: wanted, path } of destinations) {
        const { hosts } = lookUp(state, fullHost(host, resource.namespace), resource.namespace);
        for (const { service } of hosts) {
          const ports =
            service?.ports.filter(({ number }) => number === wanted || service.ports.length === 1) ?? [];
          for (const callee of service?.workloads ?? []) {
            for (const port of ports.flatMap((each) => targetsAt(each, callee))) {
              for (const caller of callers) {
                if (caller !== callee) yield { caller, callee, port, by: resource, path, means: 'route' };
              }
            }
          }
        }
      }
    }
  }
}

/** Whom NetworkPolicies name, by the labels of both sides. */
function* ofPolicies(state: ClusterState): Generator<DeclaredCall> {
  for (const { resource, selector, workloads, egress, ingress, types } of policiesIn(state)) {
    if (Object.keys(selector.matchLabels).length === 0 || workloads.length > MANY) continue;
    for (const [direction, rules] of [
      ['egress', egress],
      ['ingress', ingress],
    ] as const) {
      if (!types.has(direction)) continue;
      for (const rule of rules) {
        for (const peer of rule.peers) {
          if (Object.keys(peer.podSelector?.matchLabels ?? {}).length === 0) continue;
          const others = workloadsOf(state, peer, resource.namespace).workloads;
          if (others.length > MANY) continue;
          for (const own of workloads) {
            for (const other of others) {
              const [caller, callee] = direction === 'egress' ? [own, other] : [other, own];
              // Members of one workload talk in ways of their own.
              if (caller === callee) continue;
              const ports = rule.ports.flatMap(({ port, protocol }) =>
                protocol !== 'TCP'
                  ? []
                  : portsOf(callee)
                      .filter(({ number, name }) => number === port || name === port)
                      .map(({ number }) => number),
              );
              const said =
                direction === 'egress'
                  ? ports
                  : isolationOf(state, caller, 'egress') === undefined
                    ? []
                    : ports;
              for (const port of said) {
                if (servicesOf(state, callee).length > 0)
                  yield { caller, callee, port, by: resource, path: peer.path, means: 'policy' };
              }
            }
          }
        }
      }
    }
  }
}
