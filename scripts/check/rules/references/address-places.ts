import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { at, fields, isFields, list, type Path, text, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { type Address, addressesIn, plainAddresses } from './addresses.ts';

/** An address in an object, and how sure it is that it is one. */
export interface AddressPlace extends Address {
  readonly resource: Resource;
  readonly path: Path;
  /** A URL or the value of a variable for a host, so that a name without a dot is a host too. */
  readonly isHost: boolean;
  /** Defines names of its own, such as the upstreams of a proxy. */
  readonly text: string;
}

/** Kinds that have rules of their own for the hosts in them, or whose texts only look like hosts. */
const PASSED_OVER =
  /^(?:networking\.istio\.io\/|networking\.k8s\.io\/|apiextensions\.k8s\.io\/|rbac\.authorization\.k8s\.io\/|argoproj\.io\/|templates\.gatekeeper\.sh\/|constraints\.gatekeeper\.sh\/|cert-manager\.io\/|\/Namespace$|\/Secret$|\/Endpoints$|discovery\.k8s\.io\/|chaos-mesh\.org\/)/;

/** A name of a variable whose value is a host, or a host with a port. */
const HOSTLIKE =
  /(?:^|_|-|\.)(?:HOST|HOSTS|ADDR|ADDRS|ADDRESS|ADDRESSES|SERVER|SERVERS|BROKERS?|BOOTSTRAP_SERVERS|ENDPOINTS?|URL|URI|LEADER|MASTER|UPSTREAM|TARGET|BACKEND)$/i;
/** Options of a command line whose value is a host. */
const OPTION =
  /^--?(?:[a-z-]+[-.])?(?:host|hostname|server|servers|addr|address|broker|brokers|bootstrap-server|bootstrap-servers|endpoint|endpoints|replicaof|slaveof|upstream|url|uri)(?:=(.+))?$/;
const LISTENS = /(?:listen|bind|advertise|own|public|external|allowed|virtual|cookie|cors)/i;

/** Every address that the tree says, in the order of its objects. */
export const addressPlacesIn = remembered((state: ClusterState): readonly AddressPlace[] => [
  ...state.workloads.flatMap((workload) =>
    workload.isMade || workload.resource.isExtract
      ? []
      : workload.containers.flatMap(({ value, path }) => [
          ...variablesOf(workload.resource, list(value.env), [...path, 'env']),
          ...argumentsOf(workload.resource, list(value.command), [...path, 'command']),
          ...argumentsOf(workload.resource, list(value.args), [...path, 'args']),
        ]),
  ),
  ...state.resources.flatMap((resource) => (resource.isExtract ? [] : [...placesOf(state, resource)])),
]);

function variablesOf(resource: Resource, env: readonly unknown[], path: Path): readonly AddressPlace[] {
  return env.flatMap((variable, index) => {
    const value = textAt(variable, 'value');
    const name = textAt(variable, 'name') ?? '';
    return value === undefined ? [] : named(resource, [...path, index, 'value'], name, value);
  });
}

/** A value by a name that says what it is. */
function named(resource: Resource, path: Path, name: string, value: string): readonly AddressPlace[] {
  const place = { resource, path, text: value };
  const written = addressesIn(value);
  if (written.length > 0)
    return written.map((address) => ({ ...place, ...address, isHost: address.scheme !== '' }));
  const plain = plainAddresses(value);
  const isHost = HOSTLIKE.test(name) && !LISTENS.test(name);
  if (plain === undefined || LISTENS.test(name) || !(isHost || plain.every(({ port }) => port !== undefined)))
    return [];
  return plain.map((address) => ({ ...place, ...address, isHost: isHost && name !== 'HOSTNAME' }));
}

function argumentsOf(resource: Resource, items: readonly unknown[], path: Path): readonly AddressPlace[] {
  return items.flatMap((item, index) => {
    const value = text(item) ?? '';
    const place = { resource, path: [...path, index], text: value };
    const written = addressesIn(value);
    if (written.length > 0)
      return written.map((address) => ({ ...place, ...address, isHost: address.scheme !== '' }));
    const previous = text(items[index - 1]) ?? '';
    const [option, own] = OPTION.exec(value) ?? [];
    const given = own ?? (OPTION.test(previous) && !previous.includes('=') ? value : undefined);
    if (given === undefined || given.startsWith('-') || LISTENS.test(option ?? previous)) return [];
    return (plainAddresses(given) ?? []).map((address) => {
      const port = Number(items[index + 1]);
      const isPair = /replicaof|slaveof/.test(previous) && Number.isInteger(port);
      return { ...place, ...address, isHost: true, port: address.port ?? (isPair ? port : undefined) };
    });
  });
}

function* placesOf(state: ClusterState, resource: Resource): Generator<AddressPlace> {
  const type = `${resource.group}/${resource.kind}`;
  if (type === '/Service') {
    const host = textAt(resource.value, 'spec', 'externalName') ?? '';
    for (const address of plainAddresses(host) ?? []) {
      yield { ...address, resource, path: ['spec', 'externalName'], isHost: false, text: host };
    }
    return;
  }
  if (type === '/ConfigMap') {
    // Without a workload that reads it a text may be anything, such as a dashboard.
    if (state.workloadsIn(resource.namespace).length === 0) return;
    for (const [key, value] of Object.entries(fields(resource.value.data))) {
      if (typeof value === 'string') yield* named(resource, ['data', key], key, value);
    }
    return;
  }
  const spec = PASSED_OVER.test(type) ? undefined : at(resource.value, 'spec');
  if (spec !== undefined) yield* within(resource, spec, ['spec']);
  for (const [key, value] of Object.entries(resource.annotations)) {
    if (key.startsWith('kubectl.kubernetes.io/')) continue;
    for (const address of addressesIn(value)) {
      // Links for people lead anywhere.
      if (!address.host.includes('.svc')) continue;
      yield { ...address, resource, path: ['metadata', 'annotations', key], isHost: false, text: value };
    }
  }
}

/** Fields with templates of pods are read apart. */
const TEMPLATES = new Set(['template', 'jobTemplate', 'jobTargetRef', 'containers', 'initContainers']);

function* within(resource: Resource, value: unknown, path: Path): Generator<AddressPlace> {
  if (path.length > 12) return;
  if (typeof value === 'string') {
    if (value.length > 20_000) return;
    for (const address of addressesIn(value)) {
      yield { ...address, resource, path, isHost: false, text: value };
    }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* within(resource, item, [...path, index]);
  } else if (isFields(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (TEMPLATES.has(key) && (isFields(at(item, 'spec')) || Array.isArray(item))) continue;
      yield* within(resource, item, [...path, key]);
    }
  }
}
