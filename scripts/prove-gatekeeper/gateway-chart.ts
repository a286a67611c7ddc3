import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import type { TreeObject } from './tree.ts';

const texts = z.record(z.string(), z.string());
const source = z.looseObject({
  chart: z.string().optional(),
  targetRevision: z.string(),
  helm: z.looseObject({ releaseName: z.string(), valueFiles: z.array(z.string()) }).optional(),
});
const application = z.looseObject({
  spec: z.looseObject({
    destination: z.looseObject({ namespace: z.string() }),
    sources: z.array(source).optional(),
  }),
});
const gatewayValues = z.looseObject({
  revision: z.string(),
  labels: texts.default({}),
  podAnnotations: texts,
  securityContext: z.unknown(),
  resources: z.unknown(),
  topologySpreadConstraints: z.unknown(),
  env: texts.default({}),
  service: z.looseObject({ annotations: texts.default({}) }),
});
const istiodValues = z.looseObject({ global: z.looseObject({ hub: z.string(), variant: z.string() }) });

interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly values: unknown;
}

/**
 * What Istio's chart `gateway` makes of our values, as far as a policy looks at it: it is the one workload whose template
 * holds a word in place of an image. So written after the chart's templates `deployment.yaml` and `service.yaml` of
 * Istio 1.30, and with the pod as the injector hands it on.
 *
 * @param dist where the values of the charts are
 */
export function gatewaysOf(rendered: readonly TreeObject[], dist: string): readonly TreeObject[] {
  const gateways = releasesOf('gateway', rendered, dist);
  if (gateways.length === 0) return [];
  const [istiod] = releasesOf('istiod', rendered, dist);
  if (istiod === undefined) throw new Mistake('A gateway has no istiod, which fills in its image.');
  const { hub, variant } = istiodValues.parse(istiod.values).global;
  return gateways.flatMap((gateway) =>
    objectsOfGateway(gateway, `${hub}/proxyv2:${istiod.version}-${variant}`),
  );
}

/** The releases of a chart on a cluster, with what each is told. */
function releasesOf(chart: string, rendered: readonly TreeObject[], dist: string): readonly Release[] {
  return rendered
    .filter(({ kind }) => kind === 'Application')
    .flatMap((object) => {
      const { destination, sources = [] } = application.parse(object).spec;
      return sources.flatMap(({ chart: found, targetRevision, helm }) => {
        const [file] = helm?.valueFiles ?? [];
        if (found !== chart || helm === undefined || file === undefined) return [];
        const values = load(readFileSync(join(dist, file.replace('$values/dist/', '')), 'utf8'));
        return { name: helm.releaseName, namespace: destination.namespace, version: targetRevision, values };
      });
    });
}

function objectsOfGateway({ name, namespace, values }: Release, proxy: string): readonly TreeObject[] {
  const given = gatewayValues.parse(values);
  const { service, revision } = given;
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
      containers: [container(given, 'auto')],
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
      spec: { ...template.spec, containers: [container(given, proxy)] },
    },
  ];
}

function container({ env, resources }: z.infer<typeof gatewayValues>, image: string) {
  return {
    name: 'istio-proxy',
    image,
    securityContext: {
      capabilities: { drop: ['ALL'] },
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    },
    env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
    ports: [{ containerPort: 15090, protocol: 'TCP', name: 'http-envoy-prom' }],
    resources,
  };
}
