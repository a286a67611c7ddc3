import type { Chart } from 'cdk8s';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import type { NamespaceDeclaration } from '../kit/namespace.ts';
import type { Endpoint } from '../kit/network/endpoint.ts';
import type { Resources } from '../kit/resources.ts';
import type { PlacedWorkload } from '../workload/declaration/placed-workload.ts';
import type { Exposure } from './exposure.ts';
import type { ProjectKinds } from './kinds.ts';
import type { RecoveryObjectives } from './recovery.ts';
import type { Wave } from './waves.ts';

/** What a unit may look at while it is rendered for one cluster. */
export interface Context {
  readonly cluster: Cluster;
  readonly fleet: Fleet;
  /** Every unit of the fleet on every cluster: Argo CD's units are made from the others. */
  readonly units: readonly Unit[];
}

/** A value without an effect. */
export interface UnreadValue {
  /**
   * Where it stands; all that is below it counts too.
   *
   * @example 'sidecars.snapshotter'
   */
  readonly path: string;
  /**
   * Why it is there all the same, in a sentence.
   *
   * @example 'The chart adds it where a cluster can make snapshots.'
   */
  readonly reason: string;
}

/** A third-party Helm chart at an exact version, with the values that are committed beside our objects. */
export interface HelmChart {
  /**
   * The repository's address: https://… for an index, or the registry path of an OCI chart without `oci://`.
   *
   * @example 'https://kedacore.github.io/charts'
   */
  readonly repository: string;
  /**
   * Name of the chart in it.
   *
   * @example 'keda'
   */
  readonly chart: string;
  /**
   * An exact version: a range would install something else tomorrow.
   *
   * @example '2.20.2'
   */
  readonly version: string;
  /**
   * Whether it brings definitions (CRDs). With a definition go all objects of its kind, so Argo CD then prunes nothing of the
   * unit before a person has confirmed it. Say false only of a chart whose source has none, and
   * that keeps no data.
   *
   * @default true
   * @example false
   */
  readonly definitions?: boolean;
  /**
   * Values of which the chart makes nothing, and why they are there all the same: `npm run charts` refuses any other value
   * without an effect, and one that is named here and has an effect.
   *
   * @default Each value makes a difference in what the chart renders.
   * @example [{ path: 'sidecars.snapshotter', reason: 'The chart adds it where a cluster can make snapshots.' }]
   */
  readonly unread?: readonly UnreadValue[];
  /** Name of the Helm release; part of the names of what the chart renders. */
  readonly release: string;
  /** Made where they are read: who wants to know which chart it is does without. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Pods of a unit that are not workloads, such as those of a store and its Jobs. */
export interface Reservation {
  readonly namespace: string;
  /** The most that exist at once. */
  readonly pods: number;
  /** Of one pod: all its containers together. */
  readonly resources: Resources;
  /** The pool of nodes that they run on; default `general`. */
  readonly nodeGroup?: string;
}

/**
 * One Argo CD Application: a folder `dist/<cluster>/<name>/` on each of its clusters, and the file
 * `dist/values/<cluster>/<name>.yaml` where it installs a Helm chart.
 * All units are listed in `apps/index.ts` and `platform/index.ts`.
 */
export interface Unit {
  /** Unique on a cluster; the folder in `dist`, and with the cluster's name the name of the Application. */
  readonly name: string;
  /** The AppProject: a product's name, or `platform`. */
  readonly project: string;
  /** Where the Application's chart is installed, and where its objects are unless they say otherwise. */
  readonly namespace: string;
  readonly wave: Wave;
  /** Names of the clusters that the unit belongs to. */
  readonly clusters: readonly string[];
  /** Namespaces that must exist for this unit; the cluster's unit `namespaces` renders them. */
  readonly namespaces?: readonly NamespaceDeclaration[];
  /** What is promised for its product; of one of the product's units. */
  readonly recovery?: RecoveryObjectives;
  /** The workloads that it renders: from them come the call graph, quotas and routes. */
  readonly workloads?: readonly PlacedWorkload[];
  /** Stores and other places of this unit that workloads may call. */
  readonly endpoints?: readonly Endpoint[];
  /** Kinds of its objects that `platform/components/argocd/kinds.ts` does not admit anyway: its project may create them too. */
  readonly kinds?: ProjectKinds;
  /** Which policies of Gatekeeper its pods do not follow, and why. */
  readonly exemptions?: readonly Exemption[];
  /** What outside callers reach of this unit through the mesh's gateway, besides its workloads. */
  exposes?(context: Context): readonly Exposure[];
  /** The namespaces with pods to which a load balancer sends by itself, rather than to a port of every node. */
  loadBalancerTargets?(context: Context): readonly string[];
  /** What the quotas of a product's namespaces have to hold besides its workloads. */
  reserves?(context: Context): readonly Reservation[];
  /** Own images that it runs besides those of its workloads, as `images.yaml` names them. */
  readonly images?: readonly string[];
  /** File and line of its declaration, for whoever has to correct it. */
  declaredAt?(): string;
  /** What is wrong with its declaration. If anything is, it is not built; synth reports the mistakes of all units. */
  readonly mistakes?: readonly string[];
  /** Adds the unit's objects for one cluster. */
  build(chart: Chart, context: Context): void;
  /** The name of its Helm chart in `charts/pins.yaml`, if it has one. */
  readonly chart?: string;
  /** That chart, as the unit installs it on a cluster. */
  helm?(context: Context): HelmChart;
  /**
   * Everything that `build` reads besides the contracts of the cluster and of those it is linked with, and the code of
   * `platform/`, as a text: synth skips the unit on a cluster while nothing of that has changed. Units without it are
   * built each time.
   */
  digest?(context: Context): string;
}

/**
 * What of a unit does not have to follow some policies of Gatekeeper, and why
 * (docs/decisions/010-weaker-pods-are-listed.md).
 */
export interface Exemption {
  readonly namespace: string;
  /**
   * Its `app.kubernetes.io/name`.
   *
   * @default The whole namespace, for pods that a Helm chart or AWS makes.
   * @example 'node-exporter'
   */
  readonly workload?: string;
  /**
   * Kinds of the policies.
   *
   * @example ['NoHostAccess']
   */
  readonly policies: readonly string[];
  /**
   * Why it cannot follow them, in a sentence.
   *
   * @example 'It reads what the node itself does.'
   */
  readonly reason: string;
  /** Who is responsible for it. */
  readonly owner: string;
  /**
   * The clusters that need it.
   *
   * @default All that have the unit.
   * @example ({ cluster }) => cluster.mesh !== undefined
   */
  readonly on?: (context: Context) => boolean;
}
