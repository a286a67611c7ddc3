import { apps } from '../../apps/index.ts';
import type { Endpoint } from '../../platform/kit/network/endpoint.ts';
import type { Context, Unit } from '../../platform/unit/unit.ts';
import type { Call } from '../../platform/workload/declaration/calls.ts';
import type { PlacedWorkload } from '../../platform/workload/declaration/placed-workload.ts';
import type { ServiceDeclaration } from '../../platform/workload/declaration/workload.ts';
import { at, type Json, one, textAt } from '../manifest-reader.ts';
import { openings } from '../platform/network-openings.ts';
import { clustersOf, contextOf, renderUnit } from './fleet-at-rest.ts';

/** A declared workload on one of its clusters. */
export interface Placed extends PlacedWorkload {
  readonly cluster: string;
  readonly name: string;
}

/** A workload that answers requests, on one of its clusters. */
export interface PlacedService extends Placed {
  readonly declaration: ServiceDeclaration;
}

/** The workloads of some units, each on every cluster that runs it. */
export function workloadsOf(units: readonly Unit[] = apps): readonly Placed[] {
  return units.flatMap((unit) =>
    (unit.workloads ?? []).flatMap((placed) =>
      clustersOf([unit]).map((cluster) => ({ ...placed, cluster, name: placed.declaration.name })),
    ),
  );
}

export function servicesOf(units: readonly Unit[] = apps): readonly PlacedService[] {
  return workloadsOf(units).flatMap(({ declaration, ...rest }) =>
    declaration.kind === 'service' ? [{ ...rest, declaration }] : [],
  );
}

/** Those that declare a call to a workload of the same cluster. */
export function callersOf(name: string, cluster: string): readonly Placed[] {
  return workloadsOf().filter(
    (placed) =>
      placed.cluster === cluster &&
      placed.declaration.calls?.some((call) => call.to === 'workload' && call.name === name),
  );
}

/** The stores of a cluster that workloads may call, such as Redis. */
export function storesOn(cluster: string): readonly Endpoint[] {
  const here = contextOf(cluster).units.filter(({ clusters }) => clusters.includes(cluster));
  return here.flatMap(({ endpoints = [] }) => endpoints);
}

/** Those of a cluster whose number of pods follows a stream in a store. */
export function scaledBy(store: string, cluster: string): readonly Placed[] {
  return workloadsOf().filter(
    (placed) =>
      placed.cluster === cluster &&
      placed.declaration.kind !== 'job' &&
      placed.declaration.scale.stream?.store === store,
  );
}

/** How early the pods of a workload get a node while nodes are short. */
export function rankOf(name: string, cluster: string): number {
  const [pods] = renderUnit(name, cluster).flatMap(
    (object) => at(object, 'spec.template') ?? at(object, 'spec.jobTargetRef.template') ?? [],
  );
  const rank = textAt(pods, 'spec.priorityClassName');
  return Number(at(one(renderUnit('priority-classes', cluster), 'PriorityClass', rank), 'value'));
}

/** What of a workload's cluster decides who reaches whom: its own objects, its product's and those of its namespace. */
export function wholeOf({ name, product, cluster }: Placed): readonly Json[] {
  return ['namespaces', product, name].flatMap((unit) => renderUnit(unit, cluster));
}

/** The pods of a workload, as policies see them. */
export function podsOf({ name, namespace, declaration }: Placed) {
  const labels = declaration.kind === 'job' ? { app: name } : { app: name, track: 'stable' };
  return { namespace, labels };
}

/** What the policies let a workload send, without what every pod of its namespace may. */
export function sentBy(placed: Placed): readonly string[] {
  const objects = wholeOf(placed);
  const everybody = openings(objects, 'egress', { namespace: placed.namespace, labels: { job: 'any' } });
  return openings(objects, 'egress', podsOf(placed)).filter((line) => !everybody.includes(line));
}

/** What its declared calls come to, in the same lines. */
export function calledBy(placed: Placed): readonly string[] {
  const context = contextOf(placed.cluster);
  const lines = (placed.declaration.calls ?? []).flatMap((call) => linesOf(call, context));
  return [...new Set(lines)].sort();
}

function linesOf({ to, name }: Call, context: Context): readonly string[] {
  const { terraform, egress, mesh } = context.cluster;
  const on = (cidrs: readonly string[], port: number) => cidrs.map((cidr) => `${cidr} TCP ${port}`);
  const gateway = mesh !== undefined && egress === 'gateway';
  const aws = on(terraform.vpcEndpointCidrs, 443);
  switch (to) {
    case 'workload':
      return toWorkload(name, context);
    case 'linked':
      return toLinked(context);
    case 'database':
      return on(terraform.dataSubnetCidrs, terraform.databases[name]?.port ?? 0);
    case 'cache':
      return on(terraform.dataSubnetCidrs, terraform.caches[name]?.port ?? 0);
    case 'bucket':
      return [...aws, ...on(terraform.s3EndpointCidrs ?? ['0.0.0.0/0'], 443)];
    case 'external':
      return gateway ? ['istio-system app=istio-egressgateway TCP 443'] : on(['0.0.0.0/0'], 443);
    case 'topic':
      return terraform.kafkaBootstrapServers === undefined ? [] : aws;
    default:
      return aws;
  }
}

function toWorkload(name: string, context: Context): readonly string[] {
  const store = storesOn(context.cluster.name).find((each) => each.name === name);
  if (store !== undefined) {
    const labels = Object.entries(store.labels).map(([key, value]) => `${key}=${value}`);
    return [`${store.namespace} ${labels.join(',')} TCP ${store.containerPort}`];
  }
  const callee = servicesOf(context.units).find(
    (each) => each.name === name && each.cluster === context.cluster.name,
  );
  if (callee === undefined) throw new Error(`${name} is not on ${context.cluster.name}.`);
  return [
    `${callee.namespace} app=${name} TCP ${callee.declaration.port}`,
    ...(callee.declaration.failover ? toLinked(context) : []),
  ];
}

/** The gateways of the clusters that are linked with this one. */
function toLinked({ cluster }: Context): readonly string[] {
  return cluster.linkedTo.flatMap((linked) =>
    contextOf(linked).cluster.terraform.privateSubnetCidrs.map((cidr) => `${cidr} TCP 15443`),
  );
}
