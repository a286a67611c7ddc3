import type { Cluster } from '../../clusters/index.ts';
import type { Context } from '../../platform/unit/unit.ts';
import type { Call } from '../../platform/workload/declaration/calls.ts';
import type { PlacedWorkload } from '../../platform/workload/declaration/placed-workload.ts';
import { graphOf } from '../../platform/workload/graph/graph.ts';
import { linkedCallersOf } from '../../platform/workload/graph/linked-clusters.ts';
import { type Each, each, type Quantifier, rendered, type Wherever, wherever } from '../model/evidence.ts';
import type { Matcher } from '../model/expected.ts';
import { query } from '../model/query.ts';
import { callersOf, eachWorkload, isRunning, isService, workloadOf, workloadsOf } from './members.ts';
import { PRIVATE } from './peers.ts';

/** One way in or out, in words: `triptrip-web app=triptrip-web 3000/TCP`, `10.0.4.0/24 5432/TCP`. */
type Way = string;

const toPods = (namespace: string, labels: Readonly<Record<string, string>>, port: number): Way =>
  `${namespace} ${Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')} ${port}/TCP`;

const toNetworks = (cidrs: readonly string[], port: number): readonly Way[] =>
  cidrs.map((cidr) => `${cidr} ${port}/TCP`);

const publicHttps: Way = `0.0.0.0/0 but ${PRIVATE.join(',')} 443/TCP`;

/**
 * A workload reaches what it calls, is reached by who calls it and by Prometheus, and nothing else: both follow from
 * the declared calls.
 */
export function reachesAsDeclared(of: Quantifier = eachWorkload()): Each {
  return each(of, (name, context) => {
    const workload = workloadOf(context, name);
    const { declaration, namespace } = workload;
    const file = `${name}/${namespace}/networkpolicy-allow-${name}.yaml`;
    const reached = isRunning(declaration);
    const calls = (declaration.calls ?? []).length > 0;
    return rendered(file)({
      'metadata.namespace': namespace,
      'spec.podSelector': { matchLabels: { app: name } },
      'spec.ingress': ways('from', waysIn(workload, context)),
      'spec.egress': ways('to', waysOut(workload, context)),
      'spec.policyTypes': [...(reached ? ['Ingress'] : []), ...(calls ? ['Egress'] : [])],
    });
  });
}

/** Prometheus comes in where the metrics are: at the proxy's port in the mesh, else at the container's. */
export function readByPrometheus(of: Quantifier): Each {
  return each(of, (name, context) => {
    const workload = workloadOf(context, name);
    const way = fromPrometheus(workload, context);
    return rendered(`${name}/${workload.namespace}/networkpolicy-allow-${name}.yaml`)({
      'spec.ingress': { says: `is from ${way} too`, holds: (rules) => waysOf(rules, 'from').includes(way) },
    });
  });
}

function fromPrometheus({ declaration, mesh }: PlacedWorkload, { cluster }: Context): Way {
  const meshed = mesh && cluster.mesh !== undefined;
  const own = isRunning(declaration) ? (declaration.metrics?.port ?? 9090) : 9090;
  return toPods('monitoring', { 'app.kubernetes.io/name': 'prometheus' }, meshed ? 15020 : own);
}

/** A place of a unit that workloads call, such as a store: only they come in, and whoever is named besides. */
export function storeReachedAsDeclared(name: string, others: (context: Context) => readonly Way[]): Each {
  return each(
    {
      says: name,
      members: (context) => (graphOf(context).endpoints.has(name) ? [name] : []),
    },
    (_, context) => {
      const endpoint = graphOf(context).endpoints.get(name);
      if (endpoint === undefined) return [];
      const callers = graphOf(context)
        .callersOf(name)
        .map((caller) => toPods(caller.namespace, caller.labels, endpoint.containerPort));
      return rendered(`${name}/${endpoint.namespace}/networkpolicy-allow-${name}.yaml`)({
        'spec.podSelector': { matchLabels: { ...endpoint.labels } },
        'spec.policyTypes': ['Ingress', 'Egress'],
        'spec.ingress': ways('from', [...callers, ...others(context)]),
      });
    },
  );
}

/** No policy of the cluster has a rule for all peers or all ports; each opens what it is there for, and no more. */
export const narrowPolicies: Wherever = wherever(
  /\/networkpolicy-(?!default-deny-all)[^/]*$/,
  'each NetworkPolicy',
  {
    spec: {
      says: 'names peers and ports in each rule, for each of its types',
      holds: (spec) => {
        const types = query(spec, 'policyTypes');
        return (
          Array.isArray(types) &&
          types.length > 0 &&
          isNarrow(query(spec, 'ingress'), 'from', types.includes('Ingress')) &&
          isNarrow(query(spec, 'egress'), 'to', types.includes('Egress'))
        );
      },
    },
  },
);

/** @param asked whether the type is among those of the policy: then, and only then, there are rules of it */
function isNarrow(rules: unknown, side: 'from' | 'to', asked: boolean): boolean {
  const found = waysOf(rules, side);
  const wide = /^(anywhere|any port|no list)$|^undefined |^0\.0\.0\.0\/0 \d/;
  return found.length > 0 === asked && found.every((way) => !wide.test(way));
}

function ways(side: 'from' | 'to', wanted: readonly Way[]): Matcher {
  const expected = [...new Set(wanted)].sort();
  return {
    says: `is ${side} ${expected.join('; ') || 'nowhere'}, and nothing else`,
    holds: (rules) => {
      const found = [...new Set(waysOf(rules, side))].sort();
      return found.length === expected.length && found.every((way, index) => way === expected[index]);
    },
  };
}

/** A rule without peers or without ports stands for all of them, which no way in words does. */
function waysOf(rules: unknown, side: 'from' | 'to'): readonly Way[] {
  if (rules === undefined) return [];
  if (!Array.isArray(rules)) return ['no list'];
  return rules.flatMap((rule) => {
    const peers = query(rule, side);
    const ports = query(rule, 'ports');
    if (!Array.isArray(peers) || peers.length === 0) return ['anywhere'];
    if (!Array.isArray(ports) || ports.length === 0) return ['any port'];
    return peers.flatMap((peer) =>
      ports.map((port) => `${peerOf(peer)} ${query(port, 'port')}/${query(port, 'protocol')}`),
    );
  });
}

function peerOf(peer: unknown): string {
  const cidr = query(peer, 'ipBlock.cidr');
  if (typeof cidr === 'string') {
    const except = query(peer, 'ipBlock.except');
    return Array.isArray(except) ? `${cidr} but ${except.join(',')}` : cidr;
  }
  const named = query(peer, 'namespaceSelector.matchLabels["kubernetes.io/metadata.name"]');
  const namespaces =
    typeof named === 'string'
      ? named
      : (labelsOf(query(peer, 'namespaceSelector.matchLabels')) ??
        keysOf(query(peer, 'namespaceSelector.matchExpressions')));
  return `${namespaces} ${labelsOf(query(peer, 'podSelector.matchLabels')) ?? 'all pods'}`;
}

/** Labels that have to be there, with whatever value. */
function keysOf(expressions: unknown): string | undefined {
  if (!Array.isArray(expressions) || expressions.length === 0) return undefined;
  const keys = expressions.map((one) =>
    query(one, 'operator') === 'Exists' ? query(one, 'key') : undefined,
  );
  return keys.every((key) => typeof key === 'string') ? keys.join(',') : undefined;
}

function labelsOf(labels: unknown): string | undefined {
  const pairs = Object.entries(Object(labels)).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? undefined : pairs.join(',');
}

function waysIn(workload: PlacedWorkload, context: Context): readonly Way[] {
  const { declaration, mesh } = workload;
  if (!isRunning(declaration)) return [];
  const meshed = mesh && context.cluster.mesh !== undefined;
  const prometheus = fromPrometheus(workload, context);
  if (!isService(declaration)) return [prometheus];
  const { port, exposes } = declaration;
  const callers = callersOf(workload, context).map((caller) => toPods(caller.namespace, caller.labels, port));
  const entry = meshed
    ? [toPods('istio-system', { app: 'istio-ingressgateway' }, port)]
    : toNetworks(context.cluster.terraform.publicSubnetCidrs, port);
  return [
    ...(exposes === undefined ? [] : entry),
    ...callers,
    ...(linkedCallersOf(workload, context).length > 0
      ? [toPods('istio-system', { app: 'istio-eastwestgateway' }, port)]
      : []),
    prometheus,
  ];
}

function linkedClusters({ cluster, fleet }: Context): readonly Cluster[] {
  return fleet.clusters.filter(({ name }) => cluster.linkedTo.includes(name));
}

/** Where a workload gets to by its calls; empty if nothing that it calls is on the cluster. */
export function waysOut({ declaration }: PlacedWorkload, context: Context): readonly Way[] {
  return (declaration.calls ?? []).flatMap((call) => waysTo(call, context));
}

function waysTo(call: Call, context: Context): readonly Way[] {
  const { cluster } = context;
  const { terraform } = cluster;
  const aws = toNetworks(terraform.vpcEndpointCidrs, 443);
  switch (call.to) {
    case 'workload':
      return waysToWorkload(call.name, context);
    case 'linked':
      return waysToLinked(call.name, context);
    case 'database':
    case 'cache': {
      const store = (call.to === 'database' ? terraform.databases : terraform.caches)[call.name];
      return store === undefined ? [] : toNetworks(terraform.dataSubnetCidrs, store.port);
    }
    case 'topic': {
      const brokers = terraform.kafkaBootstrapServers ?? [];
      const ports = brokers.map((broker) => Number(broker.split(':')[1]));
      return brokers.length === 0
        ? []
        : [...ports.flatMap((port) => toNetworks(terraform.dataSubnetCidrs, port)), ...aws];
    }
    case 'bucket':
      return [
        ...(terraform.s3EndpointCidrs === undefined
          ? [publicHttps]
          : toNetworks(terraform.s3EndpointCidrs, 443)),
        ...aws,
      ];
    case 'external':
      return cluster.mesh !== undefined && cluster.egress === 'gateway'
        ? [toPods('istio-system', { app: 'istio-egressgateway' }, 443)]
        : [publicHttps];
    default:
      return aws;
  }
}

function waysToWorkload(name: string, context: Context): readonly Way[] {
  const endpoint = graphOf(context).endpoints.get(name);
  if (endpoint === undefined) return [];
  const callee = workloadsOf(context).find(({ declaration }) => declaration.name === name);
  const fails = callee !== undefined && isService(callee.declaration) && callee.declaration.failover === true;
  return [
    toPods(endpoint.namespace, endpoint.labels, endpoint.containerPort),
    ...(fails ? waysToLinked(name, context) : []),
  ];
}

/** Through the gateway of each linked cluster that runs it, which stands in the private subnets over there. */
function waysToLinked(name: string, context: Context): readonly Way[] {
  return linkedClusters(context)
    .filter((cluster) =>
      workloadsOf({ ...context, cluster }).some(({ declaration }) => declaration.name === name),
    )
    .flatMap(({ terraform }) => toNetworks(terraform.privateSubnetCidrs, 15443));
}
