import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { type Injector, proxyContainer } from './injector.ts';
import { type Release, releasesOf } from './releases.ts';
import type { TreeObject } from './tree.ts';

const texts = z.record(z.string(), z.string());
const gatewayValues = z.looseObject({
  revision: z.string(),
  labels: texts.default({}),
  podAnnotations: texts,
  securityContext: z.unknown(),
  resources: z.unknown(),
  topologySpreadConstraints: z.unknown(),
  service: z.looseObject({ annotations: texts.default({}) }),
});

/**
 * What Istio's chart `gateway` makes of our values, as far as a policy looks at it: it is the one workload whose template
 * holds a word in place of an image. So written after the chart's templates `deployment.yaml` and `service.yaml` of
 * Istio 1.30, and with the pod as the injector hands it on.
 *
 * @param dist where the values of the charts are
 */
export function gatewaysOf(
  rendered: readonly TreeObject[],
  injector: Injector | undefined,
  dist: string,
): readonly TreeObject[] {
  return releasesOf('gateway', rendered, dist).flatMap((gateway) => {
    if (injector === undefined) throw new Mistake(`${gateway.name} has no istiod, which fills in its image.`);
    return objectsOf(gateway, injector);
  });
}

function objectsOf({ name, namespace, values }: Release, injector: Injector): readonly TreeObject[] {
  const given = gatewayValues.parse(values);
  const { service, revision, resources } = given;
  const selector = { app: name, istio: name.replace(/^istio-/, '') };
  const labels = { 'app.kubernetes.io/name': name, ...selector, ...given.labels };
  const metadata = { name, namespace, labels };
  const template = {
    metadata: {
      annotations: {
        'inject.istio.io/templates': 'gateway',
        'sidecar.istio.io/inject': 'true',
        ...given.podAnnotations,
      },
      labels: { ...labels, 'sidecar.istio.io/inject': 'true', 'istio.io/rev': revision },
    },
    spec: {
      serviceAccountName: name,
      securityContext: given.securityContext,
      topologySpreadConstraints: given.topologySpreadConstraints,
      containers: [proxyContainer('istio-proxy', 'auto', resources)],
    },
  };
  const { annotations, ...spec } = service;
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, annotations },
      spec: { ...spec, selector },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { selector: { matchLabels: selector }, template },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...template.metadata, name: `${name}-of-deployment`, namespace },
      spec: { ...template.spec, containers: [proxyContainer('istio-proxy', injector.image, resources)] },
    },
  ];
}
