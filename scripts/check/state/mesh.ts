import { documentsOf } from '../../cluster-model/input/documents.ts';
import { type Membership, membershipOf } from '../../cluster-model/mesh/membership.ts';
import { chartValuesIn } from './chart-values.ts';
import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { at, type Fields, fields, fieldsAt, textAt } from './read.ts';
import type { Container, Workload } from './workload.ts';

/** What a tree says of an installation of Istio; each undefined where it does not say it. */
export interface MeshInstallation {
  /** As the ConfigMap `istio` has it. */
  readonly meshConfig: Fields | undefined;
  /** Whether an agent on each node sets the rules of the network up, and not a container of the pod. */
  readonly hasNodeAgent: boolean | undefined;
  /** Whether the proxy is an init container that stays. Istio's own default since 1.27. */
  readonly nativeSidecars: boolean;
  /** Of a proxy whose pod says nothing of them. */
  readonly proxyResources: Fields;
}

/** What Istio gives a proxy when nobody says otherwise. */
const PROXY_RESOURCES = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '2000m', memory: '1024Mi' },
};

export const meshInstallation = remembered((state: ClusterState): MeshInstallation => {
  const told = toldTo(state);
  const values = told.map((each) => fieldsAt(each, 'values')).concat(told);
  const given = (...path: string[]) =>
    values.map((each) => at(each, ...path)).find((one) => one !== undefined);
  const hasAgent =
    state.of('apps/DaemonSet').some(({ name }) => name.startsWith('istio-cni')) ||
    given('cni', 'enabled') === true ||
    given('pilot', 'cni', 'enabled') === true ||
    given('istio_cni', 'enabled') === true ||
    told.some((each) => at(each, 'components', 'cni', 'enabled') === true);
  const config =
    meshConfigIn(state) ?? told.map((each) => at(each, 'meshConfig')).find((one) => one !== undefined);
  const native = given('env', 'ENABLE_NATIVE_SIDECARS') ?? given('pilot', 'env', 'ENABLE_NATIVE_SIDECARS');
  const resources = fields(given('global', 'proxy', 'resources'));
  return {
    meshConfig: config === undefined ? undefined : fields(config),
    hasNodeAgent: hasAgent ? true : told.length > 0 ? false : undefined,
    nativeSidecars: String(native) !== 'false',
    proxyResources: Object.keys(resources).length > 0 ? resources : PROXY_RESOURCES,
  };
});

/** What installers are told: the values of istiod's chart, and the specs of operators. */
function toldTo(state: ClusterState): readonly Fields[] {
  const values = [...chartValuesIn(state)]
    .filter(([name]) => name.startsWith('istiod'))
    .map(([, own]) => own);
  const operators = state
    .of('install.istio.io/IstioOperator', 'sailoperator.io/Istio')
    .map(({ value }) => fieldsAt(value, 'spec'));
  return [...values, ...operators];
}

function meshConfigIn(state: ClusterState): unknown {
  for (const { name, value } of state.of('/ConfigMap')) {
    const text = /^istio(-[a-z0-9-]+)?$/.test(name) ? textAt(value, 'data', 'mesh') : undefined;
    if (text !== undefined) return documentsOf(text).documents[0]?.value;
  }
  return undefined;
}

/** How the pods of a workload take part in the mesh. */
export function membershipIn(state: ClusterState, workload: Workload): Membership {
  const { namespace, hostNetwork, labels, annotations, containers } = workload;
  const names = containers.map(({ name }) => name);
  const own = state.namespaces.get(namespace)?.labels ?? {};
  return membershipOf({ hostNetwork, labels, annotations, containers: names }, own);
}

/** How Istio's templates make the containers that they add. */
const HARDENED = {
  capabilities: { drop: ['ALL'] },
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 1337,
  runAsGroup: 1337,
};
/** Of the container that sets the rules of the network up where no agent on the node does. */
const SETS_RULES_UP = {
  allowPrivilegeEscalation: false,
  privileged: false,
  capabilities: { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] },
  readOnlyRootFilesystem: false,
  runAsNonRoot: false,
  runAsUser: 0,
  runAsGroup: 0,
};

/** The containers that Istio's injector adds to the pods of a workload; they stand nowhere in the tree. */
export function injectedContainers(state: ClusterState, workload: Workload): readonly Container[] {
  const isThere = workload.containers.some(({ name }) => name === 'istio-proxy');
  if (isThere || membershipIn(state, workload) !== 'sidecar') return [];
  const { hasNodeAgent, nativeSidecars, proxyResources } = meshInstallation(state);
  const resources = askedFor(workload) ?? proxyResources;
  const container = (name: string, role: Container['role'], securityContext: Fields): Container => ({
    role,
    name,
    path: [],
    value: { name, image: 'proxyv2', resources, securityContext },
    ports:
      name === 'istio-proxy' ? [{ number: 15_090, protocol: 'TCP', name: 'http-envoy-prom', path: [] }] : [],
  });
  // Where nothing says how the rules of the network are set up, the careful way is taken to be the one.
  const first =
    hasNodeAgent === false
      ? container('istio-init', 'init', SETS_RULES_UP)
      : container('istio-validation', 'init', HARDENED);
  return [first, container('istio-proxy', nativeSidecars ? 'sidecar' : 'main', HARDENED)];
}

/** With one of the annotations the injector knows only what they say, and none of its own defaults. */
function askedFor({ annotations }: Workload): Fields | undefined {
  const {
    'sidecar.istio.io/proxyCPU': cpu,
    'sidecar.istio.io/proxyMemory': memory,
    'sidecar.istio.io/proxyCPULimit': cpuLimit,
    'sidecar.istio.io/proxyMemoryLimit': memoryLimit,
  } = annotations;
  if ([cpu, memory, cpuLimit, memoryLimit].every((value) => value === undefined)) return undefined;
  return { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } };
}
