import { join } from 'node:path';
import { z } from 'zod';
import { type Release, releasesOf } from './releases.ts';
import { objectsOf, type TreeObject } from './tree.ts';

const istiodValues = z.looseObject({
  global: z.looseObject({
    hub: z.string(),
    variant: z.string(),
    proxy: z.looseObject({ resources: z.unknown() }),
  }),
});
const pod = z.looseObject({
  spec: z.looseObject({
    containers: z.array(z.looseObject({ name: z.string(), image: z.string().optional() })).optional(),
    initContainers: z.array(z.unknown()).optional(),
  }),
});

/** What the injector of a cluster puts into pods. */
export interface Injector {
  readonly image: string;
  /** Of a proxy whose pod says nothing of them. */
  readonly resources: unknown;
}

/** What the injector of a cluster is told; undefined on a cluster without a mesh. */
export function injectorOf(rendered: readonly TreeObject[], dist: string): Injector | undefined {
  const [istiod] = releasesOf('istiod', rendered, dist);
  return istiod && injectorToldBy(istiod);
}

/** The same, of a cluster of a tree: what its Argo CD applies besides may be of other clusters. */
export function injectorOn(cluster: string, dist: string): Injector | undefined {
  return injectorOf(objectsOf(join(dist, cluster, 'applications')), dist);
}

/** What the injector of a release of istiod's chart is told. */
export function injectorToldBy({ version, values }: Pick<Release, 'version' | 'values'>): Injector {
  const { hub, variant, proxy } = istiodValues.parse(values).global;
  return { image: `${hub}/proxyv2:${version}-${variant}`, resources: proxy.resources };
}

/** How Istio's templates make a container of the proxy, beside the node agent of the mesh. */
export function proxyContainer(name: string, image: string, resources: unknown) {
  return {
    name,
    image,
    securityContext: {
      capabilities: { drop: ['ALL'] },
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    },
    ports: [{ containerPort: 15090, protocol: 'TCP', name: 'http-envoy-prom' }],
    resources,
  };
}

/**
 * The objects as Gatekeeper sees them, which is after the injector: pods of the mesh have two more containers. Written
 * after `injection-template.yaml` of Istio 1.30, with sidecars that are init containers.
 */
export function injected(
  objects: readonly TreeObject[],
  injector: Injector | undefined,
): readonly TreeObject[] {
  const meshed = new Set(
    objects
      .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['istio.io/rev'] !== undefined)
      .map(({ metadata }) => metadata.name),
  );
  return objects.map((object) => {
    const { namespace = '', labels } = object.metadata;
    const asked = meshed.has(namespace) && labels?.['sidecar.istio.io/inject'] !== 'false';
    if (object.kind !== 'Pod' || injector === undefined || !asked) return object;
    const { spec } = pod.parse(object);
    // A gateway is the proxy itself, and gets no second one; its chart leaves the image to the injector.
    if (spec.containers?.some(({ name }) => name === 'istio-proxy')) {
      const { image } = injector;
      const containers = spec.containers.map((each) =>
        each.name === 'istio-proxy' && each.image === 'auto'
          ? { ...proxyContainer(each.name, image, injector.resources), ...each, image }
          : each,
      );
      return { ...object, spec: { ...spec, containers } };
    }
    const resources = resourcesOf(object) ?? injector.resources;
    const { ports: _onlyOfTheProxy, ...validation } = proxyContainer(
      'istio-validation',
      injector.image,
      resources,
    );
    const proxy = proxyContainer('istio-proxy', injector.image, resources);
    const initContainers = [validation, proxy, ...(spec.initContainers ?? [])];
    return { ...object, spec: { ...spec, initContainers } };
  });
}

/** With one of the annotations the injector knows only what they say, and none of its own defaults. */
function resourcesOf({ metadata }: TreeObject): unknown {
  const annotations = z.record(z.string(), z.string()).catch({}).parse(metadata.annotations);
  const {
    'sidecar.istio.io/proxyCPU': cpu,
    'sidecar.istio.io/proxyMemory': memory,
    'sidecar.istio.io/proxyCPULimit': cpuLimit,
    'sidecar.istio.io/proxyMemoryLimit': memoryLimit,
  } = annotations;
  if ([cpu, memory, cpuLimit, memoryLimit].every((value) => value === undefined)) return undefined;
  return { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } };
}
