/** What a node of the picture is: its shape and its sign follow from it. */
export type NodeKind =
  | 'service'
  | 'worker'
  | 'job'
  | 'store'
  | 'component'
  | 'gateway'
  | 'load-balancer'
  | 'audience'
  | 'database'
  | 'cache'
  | 'queue'
  | 'topic'
  | 'bucket'
  | 'external'
  | 'elsewhere'
  | 'network';

/** Whether somebody has declared a way, and whether it is open. */
export type State =
  /** Declared, and open. */
  | 'open'
  /** Declared, and closed: a call that fails. */
  | 'closed'
  /** Open, and nobody has declared it: a door that nobody knows of. */
  | 'undeclared'
  /** Declared, and the tree does not have what would answer. */
  | 'unknown';

/** What a way is for, so that a reader can leave out what all have in common. */
export type Role =
  /** A call that a product declares. */
  | 'call'
  /** From outside to what a product exposes. */
  | 'entry'
  /** What a component of the platform says that its pods need. */
  | 'platform'
  /** What every proxy needs, and what a store does within itself. */
  | 'plumbing';

/** Pods of one template. */
export interface PodFacts {
  /** `Deployment/chat-service`. */
  readonly workload: string;
  readonly images: readonly string[];
  readonly replicas: { readonly min: number; readonly max: number } | undefined;
  /** `TCP/8080 http`. */
  readonly ports: readonly string[];
  readonly file: FileLink;
}

/** A file of `dist/`, from the repository on. */
export interface FileLink {
  readonly title: string;
  readonly path: string;
  /** Absent where the whole file is meant. */
  readonly line?: number;
}

export interface TopologyNode {
  /** The same in every report of the cluster. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly group: string;
  /** What it is, in a sentence or a value: the address of a database, the host outside. */
  readonly about: readonly string[];
  readonly pods: readonly PodFacts[];
  /** What decides who reaches its pods and whom they reach. */
  readonly policies: readonly FileLink[];
  readonly files: readonly FileLink[];
}

/** Why one port is open or closed, as `reach --explain` tells it. */
export interface Told {
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly open: boolean;
  /** Places in `reasons`. */
  readonly reasons: readonly number[];
}

export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  readonly role: Role;
  readonly state: State;
  /** What is declared, or who opens it: `calls workload order-service`. */
  readonly says: readonly string[];
  readonly ports: readonly string[];
  /** What a request has to be. */
  readonly conditions: readonly string[];
  readonly told: readonly Told[];
}

export interface ReasonText {
  readonly passes: boolean;
  readonly says: string;
  readonly objects: readonly string[];
  readonly change?: string;
}

/** Nodes that belong together: those of a namespace, or of what is outside the cluster. */
export interface TopologyGroup {
  readonly id: string;
  readonly name: string;
  /** The product, `platform`, or `outside`. */
  readonly owner: string;
}

export interface TopologyData {
  readonly cluster: string;
  readonly groups: readonly TopologyGroup[];
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  /** Each sentence of the explanations once. */
  readonly reasons: readonly ReasonText[];
  /** What the tree does not say, or nobody judges. */
  readonly notes: readonly string[];
}
