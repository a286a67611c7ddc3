import { z } from 'zod';
import { type Injector, injected, injectorToldBy, proxyContainer } from '../prove-gatekeeper/injector.ts';
import type { TreeObject } from '../prove-gatekeeper/tree.ts';
import type { ClusterState } from './cluster-state.ts';

/** The word in place of an image that Istio's injector fills in. */
const AUTO = 'auto';

const pod = z.looseObject({
  spec: z.looseObject({
    containers: z.array(
      z.looseObject({ name: z.string(), image: z.string().optional(), resources: z.unknown().optional() }),
    ),
  }),
});

/**
 * Pods as Istio's injector hands them on, in their order: those of the mesh with their sidecar, and gateways with the
 * proxy in the place of the container whose image is `auto`.
 */
export function withProxies(state: ClusterState, pods: readonly TreeObject[]): readonly TreeObject[] {
  const istiod = state.releases.find(({ chart }) => chart === 'istiod');
  const injector = istiod && injectorToldBy(istiod);
  if (injector === undefined) return pods;
  const namespaces = state.objects.map(({ object }) => object).filter(({ kind }) => kind === 'Namespace');
  return pods.map((object) => {
    if (isGateway(object)) return asProxy(object, injector);
    const [admitted = object] = injected([...namespaces, object], injector).slice(-1);
    return admitted;
  });
}

function isGateway(object: TreeObject): boolean {
  return pod.parse(object).spec.containers.some(({ image }) => image === AUTO);
}

/** The template for gateways gives its one container the image; what the chart says of the container counts more. */
function asProxy(object: TreeObject, { image: proxy }: Injector): TreeObject {
  const { spec } = pod.parse(object);
  const containers = spec.containers.map((container) =>
    container.image === AUTO
      ? { ...proxyContainer(container.name, proxy, container.resources), ...container, image: proxy }
      : container,
  );
  return { ...object, spec: { ...spec, containers } };
}
