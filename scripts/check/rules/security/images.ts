import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

/** An image of a container, taken apart. */
export interface Image {
  readonly resource: Resource;
  readonly path: Path;
  readonly container: string;
  readonly written: string;
  readonly pullPolicy: string | undefined;
  /** The host; `docker.io` where none is written. */
  readonly registry: string;
  readonly isQualified: boolean;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Every image of the cluster's own manifests. */
export const imagesIn = remembered((state: ClusterState): readonly Image[] =>
  imagesPulled(state).filter(({ resource }) => !resource.isExtract),
);

/** Those of charts too, of which an inventory says the image, but not when it is pulled. */
export const imagesPulled = remembered((state: ClusterState): readonly Image[] =>
  state.workloads.flatMap(({ resource, containers, isMade }) => {
    if (isMade) return [];
    return containers.flatMap(({ name, value, path }): readonly Image[] => {
      const written = textAt(value, 'image');
      // The injector puts the proxy's own image in its place.
      if (written === undefined || written === '' || written === 'auto') return [];
      return [
        {
          resource,
          path: [...path, 'image'],
          container: name,
          written,
          pullPolicy: textAt(value, 'imagePullPolicy'),
          ...partsOf(written),
        },
      ];
    });
  }),
);

function partsOf(written: string): Pick<Image, 'registry' | 'isQualified' | 'repository' | 'tag' | 'digest'> {
  const [name = '', digest] = written.split('@', 2);
  const slash = name.indexOf('/');
  const host = slash < 0 ? '' : name.slice(0, slash);
  const isQualified = host.includes('.') || host.includes(':') || host === 'localhost';
  const rest = isQualified ? name.slice(slash + 1) : name;
  const colon = rest.lastIndexOf(':');
  const hasTag = colon > rest.lastIndexOf('/');
  return {
    registry: isQualified ? host : 'docker.io',
    isQualified,
    repository: hasTag ? rest.slice(0, colon) : rest,
    tag: hasTag ? rest.slice(colon + 1) : undefined,
    digest,
  };
}
