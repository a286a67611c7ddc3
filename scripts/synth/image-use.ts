import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';
import type { WorkloadDeclaration } from '../../platform/workload/declaration/workload.ts';
import { imageNameOf } from '../../platform/workload/names.ts';

/** Mistakes that leave open what a product runs, so that an image may only seem to be unused. */
const UNKNOWN = /: (?:name|image|clusters|workloads|migration)\b\S*: found /;

/**
 * Images of `images.yaml` that nothing runs on their cluster: what is left of a service that was removed, or a slip in
 * a name. Each would be promoted and reviewed for nobody.
 */
export function unusedImages(units: readonly Unit[], fleet: Fleet): readonly string[] {
  if (units.some(({ mistakes = [] }) => mistakes.some((mistake) => UNKNOWN.test(mistake)))) return [];
  const unused = new Map<string, string[]>();
  for (const { name, images } of fleet.clusters) {
    const used = new Set(unitsOn(name, units).flatMap(imagesOf));
    for (const image of Object.keys(images)) {
      if (!used.has(image)) unused.set(image, [...(unused.get(image) ?? []), name]);
    }
  }
  return [...unused].map(([image, clusters]) => {
    const file = `clusters/${clusters.length === 1 ? clusters[0] : `{${clusters.join(',')}}`}/images.yaml`;
    return `${file}: ${image}: found an image that nothing runs on ${clusters.join(', ')}, expected one of a workload that is there. Take ${image} out of ${file}, or list its workload in a product that runs there.`;
  });
}

/** The images of `images.yaml` that a unit runs. */
export function imagesOf({ images = [], workloads = [] }: Unit): readonly string[] {
  return [...images, ...workloads.flatMap(({ declaration }) => imagesOfWorkload(declaration))];
}

/** The image of its pods, and that of its migration. */
export function imagesOfWorkload(declaration: WorkloadDeclaration): readonly string[] {
  return [
    imageNameOf(declaration),
    ...(declaration.kind === 'job' || declaration.migration === undefined
      ? []
      : [declaration.migration.image]),
  ];
}
