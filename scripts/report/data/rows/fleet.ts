import type { Place } from './place.ts';

/** What every view needs: the clusters, and every workload in a line. */
export interface FleetData {
  /** The folder that was read. */
  readonly source: string;
  readonly links: Links;
  readonly clusters: readonly ClusterRow[];
  readonly workloads: readonly WorkloadRow[];
}

/** Where the files stand that the page names. */
export interface Links {
  /** Way from the page to the root of the repository on this disk, such as `../..`. */
  readonly local: string;
  /** Address of the same in the browser of the repository; undefined where nobody knows it. */
  readonly web?: string | undefined;
}

export interface ClusterRow {
  readonly name: string;
  /** What the contract says of it; undefined for a tree that has none. */
  readonly contract?: ClusterContract | undefined;
  readonly kubernetes: string;
  readonly objects: number;
  readonly workloads: number;
  readonly pods: Bounds;
  readonly cpu: Bounds;
  readonly memory: Bounds;
  readonly findings: Readonly<Record<'error' | 'warning' | 'info', number>>;
  /** What a reader has to know of a tree that says less than a cluster has. */
  readonly notes: readonly string[];
}

export interface ClusterContract {
  readonly environment: 'production' | 'staging' | 'development';
  readonly hub: string;
  readonly region: string;
  readonly account: string;
  readonly domain: string;
  readonly nodeScaler: string;
  readonly mesh?: string | undefined;
}

/** At the least and at the most that the autoscalers ask for. Processors in cores, memory in bytes. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export interface WorkloadRow extends Place {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly product: string;
  /** The Argo CD Application that has it. */
  readonly unit: string;
  readonly version: string;
  readonly pods: Bounds;
  /** One pod on each node: how many is for the nodes to say. */
  readonly perNode?: true | undefined;
  /** Of one pod, its sidecars with it. */
  readonly cpu: number;
  readonly memory: number;
  readonly memoryLimit: number;
}
