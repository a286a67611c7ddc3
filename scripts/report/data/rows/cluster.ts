import type { Place } from './place.ts';

/** What is shown when somebody opens a workload. */
export interface WorkloadDetails {
  readonly containers: readonly ContainerRow[];
  readonly serviceAccount: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly priority: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ContainerRow {
  readonly name: string;
  readonly role: 'init' | 'sidecar' | 'main';
  /** The mesh adds it when the pod is made. */
  readonly injected?: true | undefined;
  readonly image: string;
  readonly cpu: number;
  readonly memory: number;
  readonly cpuLimit: number;
  readonly memoryLimit: number;
  readonly ports: readonly string[];
}

export interface ObjectRow extends Place {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
}
