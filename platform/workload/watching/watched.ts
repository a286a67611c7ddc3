import type { Canary } from '../../../clusters/index.ts';
import { grafana } from '../../components/grafana/address.ts';
import { toolUrl } from '../../components/staff-tools/address.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';
import type { Placement } from '../graph/placement.ts';
import type { Replicas } from '../scaling/replicas.ts';
import { backlogOf } from './backlog.ts';

/**
 * All that the rules of a workload follow from. Of its cluster it holds nothing else: clusters on which all of it is the same
 * share one object, and what is not in here cannot differ between them.
 */
export interface Watched {
  readonly declaration: WorkloadDeclaration;
  readonly namespace: string;
  readonly product: string;
  readonly availability: number;
  /** Absent outside the mesh. */
  readonly sidecar?: object | undefined;
  readonly replicas: Replicas;
  readonly canary?: Canary | undefined;
  /** Whether it may have no pod outside office hours. */
  readonly sleeps: boolean;
  /** PromQL: true while more waits than all pods take; empty where nothing waits. */
  readonly backlog: string;
  /** The published address of Grafana, where the cluster has one. */
  readonly grafana: string | undefined;
}

export function watchedOf(placement: Placement): Watched {
  const { declaration, namespace, product, availability, sidecar, replicas, image, context } = placement;
  return {
    declaration,
    namespace,
    product,
    availability,
    sidecar: sidecar && {},
    replicas,
    canary: image.canary,
    sleeps: context.cluster.officeHours !== undefined,
    backlog: backlogOf(placement),
    grafana: toolUrl(grafana.name, context.cluster),
  };
}
