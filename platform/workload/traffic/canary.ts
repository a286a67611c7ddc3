import type { Cluster } from '../../../clusters/index.ts';
import type { Unit } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import type { PlacedWorkload } from '../declaration/placed-workload.ts';
import { imageNameOf } from '../names.ts';

const INSTEAD =
  'Give the build to everybody: an update replaces pods one by one, and stops at the first one that does not become ready';

/**
 * Why an image of a cluster cannot have a canary: a share of the requests needs requests, and a mesh that splits them.
 * Migrations and stores have none either: they run the build that everybody gets.
 *
 * @param image its name in `images.yaml`
 * @param units every unit of the fleet
 * @returns undefined where every workload that runs the image can have one
 */
export function canaryRefusal(image: string, cluster: Cluster, units: readonly Unit[]): string | undefined {
  const running = unitsOn(cluster.name, units)
    .flatMap((unit) => unit.workloads ?? [])
    .filter(({ declaration }) => imageNameOf(declaration) === image);
  if (running.length === 0) {
    return `no service of ${cluster.name} runs ${image}, so there are no requests to share out. ${INSTEAD}.`;
  }
  const reasons = running.flatMap((placed) => nothingToSplit(placed, cluster) ?? []);
  if (reasons.length === 0) return undefined;
  const besides = reasons.length < running.length ? ', or let the service run an image of another name' : '';
  return `${reasons.join(', and ')}. ${INSTEAD}${besides}.`;
}

/** The same, worded for whoever wrote it into `images.yaml`. */
export function canaryMistake(image: string, cluster: Cluster, units: readonly Unit[]): string | undefined {
  if (cluster.images[image]?.canary === undefined) return undefined;
  const refusal = canaryRefusal(image, cluster, units);
  return refusal && `clusters/${cluster.name}/images.yaml: ${image}.canary: ${refusal} Take canary out.`;
}

/** Why nothing shares out the requests to a workload. */
function nothingToSplit(
  { declaration: { name, kind }, mesh }: Pick<PlacedWorkload, 'declaration' | 'mesh'>,
  cluster: Cluster,
): string | undefined {
  if (kind !== 'service') return `${name} is a ${kind}, which has no requests to share out`;
  if (cluster.mesh === undefined)
    return `${cluster.name} has no mesh, which would share out requests to ${name}`;
  return mesh
    ? undefined
    : `${name} is outside the mesh of ${cluster.name}, which would share out its requests`;
}
