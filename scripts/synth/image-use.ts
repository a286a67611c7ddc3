import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/constructs/unit.ts';

/**
 * Images of `images.yaml` that nothing runs on their cluster: what is left of a service that was removed, or a slip in
 * a name. Each would be promoted and reviewed for nobody.
 */
export function unusedImages(units: readonly Unit[], fleet: Fleet): readonly string[] {
  return fleet.clusters.flatMap(({ name, images }) => {
    const used = new Set(units.filter(({ clusters }) => clusters.includes(name)).flatMap(imagesOf));
    return Object.keys(images)
      .filter((image) => !used.has(image))
      .map(
        (image) =>
          `clusters/${name}/images.yaml: ${image}: found an image that nothing runs on ${name}, expected one of a workload that is there. Take ${image} out of clusters/${name}/images.yaml, or list the workload in its product.`,
      );
  });
}

function imagesOf({ images = [], workloads = [] }: Unit): readonly string[] {
  return [
    ...images,
    ...workloads.flatMap(({ declaration }) => [
      declaration.image ?? declaration.name,
      ...(declaration.kind === 'job' || declaration.migration === undefined
        ? []
        : [declaration.migration.image]),
    ]),
  ];
}
