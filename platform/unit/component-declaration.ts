import type { Chart } from 'cdk8s';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import type { Alert } from '../kit/alerting/alert.ts';
import type { EntryRoute } from '../kit/load-balancer/application-load-balancer.ts';
import type { NamespaceDeclaration } from '../kit/namespace.ts';
import type { Endpoint } from '../kit/network/endpoint.ts';
import type { Flow } from '../kit/network/flows.ts';
import type { Exact, ValuesOf } from './chart-values.ts';
import type { Exposure } from './exposure.ts';
import type { ProjectKinds } from './kinds.ts';
import type { Context, Exemption, HelmChart } from './unit.ts';
import type { Wave } from './waves.ts';

/** What some pods of a component connect to, and who connects to them. Everything else is refused. */
export interface PodTraffic {
  /**
   * Name of the NetworkPolicy, after `allow-`.
   *
   * @example 'keda-operator'
   */
  readonly name: string;
  /**
   * Labels that the pods have, such as the Helm chart gives them.
   *
   * @default Every pod of the namespace.
   * @example { app: 'keda-operator' }
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Who may connect to them, besides Prometheus.
   *
   * @default Nobody.
   * @example [pods({ namespace: 'istio-ingress', labels: {} }, 8080)]
   */
  readonly ingress?: readonly Flow[];
  /**
   * What they may connect to, besides the cluster's DNS.
   *
   * @default Nothing.
   * @example [publicHttps()]
   */
  readonly egress?: readonly Flow[];
  /**
   * Ports that Prometheus reads.
   *
   * @default None.
   * @example [8080]
   */
  readonly metrics?: readonly number[];
}

/** A part of the platform, in its own namespace or another component's, with what its pods connect to. */
export interface PlatformComponent {
  /**
   * Name of the unit, and of the Helm release unless the chart sets another.
   *
   * @example 'keda'
   */
  readonly name: string;
  /**
   * Where its objects live unless they say otherwise.
   *
   * @example 'keda'
   */
  readonly namespace: string;
  /**
   * Its `namespace` in the whole form.
   *
   * @default Another component of the same namespace declares it.
   * @example restrictedNamespace('keda')
   */
  readonly declares?: NamespaceDeclaration;
  /**
   * When Argo CD applies it: after everything of a lower wave is healthy.
   *
   * @example waves.controllers
   */
  readonly wave: Wave;
  /**
   * The clusters that have it.
   *
   * @default All clusters.
   * @example ({ mesh }) => mesh !== undefined
   */
  readonly on?: (cluster: Cluster, fleet: Fleet) => boolean;
  /**
   * What its pods connect to, and who connects to them.
   *
   * @default Nothing may connect to its pods, and they may connect to nothing.
   * @example ({ cluster }) => [{ name: 'keda-operator', egress: [kubernetesApi(cluster)] }]
   */
  readonly pods?: (context: Context) => readonly PodTraffic[];
  /**
   * When somebody has to look at it; the team `platform` is alerted.
   *
   * @default Nobody is alerted about it.
   * @example () => kedaAlerts
   */
  readonly alerts?: (context: Context) => readonly Alert[];
  /**
   * Its endpoints that workloads may call.
   *
   * @default Workloads may not call it.
   * @example [{ name: 'redis', namespace: 'redis', serviceAccount: 'redis', labels: { app: 'redis' }, servicePort: 6379, containerPort: 6379, protocol: 'tcp' }]
   */
  readonly endpoints?: readonly Endpoint[];
  /**
   * Kinds of its objects that `platform/components/argocd/kinds.ts` does not admit to the platform anyway.
   *
   * @default No others.
   * @example { namespaced: { 'keda.sh': ['ScaledObject'] } }
   */
  readonly kinds?: ProjectKinds;
  /**
   * Which policies of Gatekeeper its pods do not follow, and why; the rest of each follows from the component.
   *
   * @default Its pods follow all policies.
   * @example [{ workload: 'node-exporter', policies: ['NoHostAccess'], reason: 'It reads what the node itself does.' }]
   */
  readonly exemptions?: readonly ComponentExemption[];
  /**
   * What outside callers reach of it through the mesh's gateway.
   *
   * @default Outside callers reach nothing of it.
   * @example ({ cluster }) => [dashboardOf(cluster)]
   */
  readonly exposes?: (context: Context) => readonly Exposure[];
  /**
   * What its load balancers send where: an Ingress each. A namespace whose pods are targets follows from them.
   *
   * @default No load balancer leads to it, except one that a Service of its chart asks for.
   * @example ({ cluster }) => [{ ...routeToArgocd, entry: staffEntryOf(cluster) }]
   */
  readonly routes?: (context: Context) => readonly EntryRoute[];
  /**
   * Adds the objects that are ours: all of them, or what a Helm chart lacks.
   *
   * @default Nothing but what its chart brings.
   * @example (chart, { cluster }) => addStorageClasses(chart, cluster)
   */
  readonly objects?: (chart: Chart, context: Context) => void;
}

/** An exemption of a component: its namespace and who answers for it follow. */
export type ComponentExemption = Omit<Exemption, 'namespace' | 'owner'>;

/** A third-party component: a pinned Helm chart with our values, and our objects around it. */
export interface Component extends PlatformComponent {
  /**
   * The Helm chart: its name in `charts/pins.yaml`, which says where it comes from and pins its archive; or more about it.
   *
   * @example 'keda'
   */
  readonly chart: string | ComponentChart;
  /**
   * What the chart is told. Only keys that its templates read: any other has no effect.
   *
   * @example ({ cluster }) => ({ replicas: cluster.environment === 'production' ? 2 : 1 })
   */
  readonly values: (context: Context) => HelmChart['values'];
}

/** A component as `component()` takes it: its values have only keys that its chart has. */
export interface DeclaredComponent<Name extends string, Given> extends PlatformComponent {
  readonly chart?: Name | ComponentChart<Name>;
  readonly values?: (context: Context) => Given & Exact<Given, ValuesOf<Name>>;
}

/** The chart of a component, where its name alone does not say everything. */
export interface ComponentChart<Name extends string = string>
  extends Pick<HelmChart, 'definitions' | 'unread'> {
  /**
   * Its name in `charts/pins.yaml`.
   *
   * @example 'keda'
   */
  readonly name: Name;
  /**
   * Which of its pinned versions a cluster has.
   *
   * @default The only one that is pinned.
   * @example (cluster) => istioVersionOf(gatewayRevision(cluster))
   */
  readonly version?: (cluster: Cluster) => string;
  /**
   * Name of the Helm release; part of the names of what the chart renders.
   *
   * @default The name of the component.
   * @example 'prometheus'
   */
  readonly release?: string;
}
