import type { Chart } from 'cdk8s';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import type { Alert } from '../kit/alerting/alert.ts';
import type { NamespaceDeclaration } from '../kit/namespace.ts';
import type { Endpoint } from '../kit/network/endpoint.ts';
import type { Flow } from '../kit/network/flows.ts';
import type { Exposure } from './exposure.ts';
import type { ProjectKinds } from './kinds.ts';
import type { Context, Exemption, HelmChart } from './unit.ts';
import type { Wave } from './waves.ts';

/** What some pods of a component connect to, and who connects to them. Everything else is refused. */
export interface PodTraffic {
  /** Name of the NetworkPolicy, after `allow-`. */
  readonly name: string;
  /** Labels that the pods have, such as the Helm chart gives them. Left out: every pod of the namespace. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly ingress?: readonly Flow[];
  readonly egress?: readonly Flow[];
  /** Ports that Prometheus reads. */
  readonly metrics?: readonly number[];
}

/** A part of the platform, in its own namespace or another component's, with what its pods connect to. */
export interface PlatformComponent {
  /** Name of the unit, and of the Helm release unless the chart sets another. */
  readonly name: string;
  readonly namespace: string;
  /** Its `namespace` in the whole form; left out where another component of the same namespace declares it. */
  readonly declares?: NamespaceDeclaration;
  readonly wave: Wave;
  /** The clusters that have it; left out: all. */
  readonly on?: (cluster: Cluster, fleet: Fleet) => boolean;
  readonly pods?: (context: Context) => readonly PodTraffic[];
  /** When somebody has to look at it; the team `platform` is alerted. */
  readonly alerts?: (context: Context) => readonly Alert[];
  /** Its endpoints that workloads may call. */
  readonly endpoints?: readonly Endpoint[];
  /** Kinds of its objects that `platform/components/argocd/kinds.ts` does not admit to the platform anyway. */
  readonly kinds?: ProjectKinds;
  /** Which policies of Gatekeeper its pods do not follow, and why; the rest of each follows from the component. */
  readonly exemptions?: readonly Omit<Exemption, 'namespace' | 'owner'>[];
  /** What outside callers reach of it through the mesh's gateway. */
  readonly exposes?: (context: Context) => readonly Exposure[];
  /** Adds the objects that are ours: all of them, or what a Helm chart lacks. */
  readonly objects?: (chart: Chart, context: Context) => void;
}

/** A third-party component: a pinned Helm chart with our values, and our objects around it. */
export interface Component extends PlatformComponent {
  readonly chart: Pick<HelmChart, 'repository' | 'chart' | 'version'> & { readonly release?: string };
  /** Only keys that the chart's templates read: any other has no effect. */
  readonly values: (context: Context) => HelmChart['values'];
}
