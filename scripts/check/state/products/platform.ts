import { at, fields, isFields, listAt, numberAt, places, text, textAt, textsAt } from '../read.ts';
import type { Resource } from '../resource.ts';
import { type Made, type Maker, madeOf, named, secret } from './made.ts';

/** What controllers of the platform make: of certificates, autoscalers, gateways, claims. */
export const PLATFORM_MAKERS: Readonly<Record<string, Maker>> = {
  'cert-manager.io/Certificate': ({ value }) =>
    secret(textAt(value, 'spec', 'secretName'), [
      'tls.crt',
      'tls.key',
      'ca.crt',
      ...keystoresOf(value),
      ...additionalOf(value),
    ]),
  'cert-manager.io/Issuer': (resource) => ofIssuer(resource, resource.namespace),
  'cert-manager.io/ClusterIssuer': (resource) => ofIssuer(resource, 'cert-manager'),
  'networking.k8s.io/Ingress': (resource) =>
    asksForCertificate(resource)
      ? [...places(resource.value, 'spec.tls[].secretName')].flatMap(({ value }) => ofShim(text(value)))
      : [],
  'gateway.networking.k8s.io/Gateway': ofGateway,
  'keda.sh/ScaledObject': ({ name, value }) => [
    {
      group: 'autoscaling',
      kind: 'HorizontalPodAutoscaler',
      name: textAt(value, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name') ?? `keda-hpa-${name}`,
    },
  ],
  'apps/StatefulSet': ({ name, value }) => {
    const replicas = Math.min(Math.max(numberAt(value, 'spec', 'replicas') ?? 1, 1), 100);
    const first = numberAt(value, 'spec', 'ordinals', 'start') ?? 0;
    const templates = [...places(value, 'spec.volumeClaimTemplates[].metadata.name')];
    return templates.flatMap(({ value: template }) =>
      Array.from({ length: replicas }, (_, index): Made => {
        const claim = `${String(template)}-${name}-${first + index}`;
        return { group: '', kind: 'PersistentVolumeClaim', name: claim };
      }),
    );
  },
  'cdi.kubevirt.io/DataVolume': named({ '/PersistentVolumeClaim': { '*': null } }),
  'volsync.backube/ReplicationDestination': named({ '/PersistentVolumeClaim': { 'volsync-*-dest': null } }),
  'serving.knative.dev/Service': named({ '/Service': { '*': [80] } }),
  'serving.kserve.io/InferenceService': named({ '/Service': { '*': [80], '*-predictor': [80] } }),
  'flink.apache.org/FlinkDeployment': named({ '/Service': { '*-rest': [8081], '*': null } }),
  'sparkoperator.k8s.io/SparkApplication': named({ '/Service': { '*-ui-svc': null } }),
  'k8s.keycloak.org/Keycloak': named({
    '/Service': { '*-service': null, '*-discovery': null },
    '/Secret': { '*-initial-admin': ['username', 'password'] },
    'apps/StatefulSet': { '*': null },
  }),
  'argoproj.io/ArgoCD': named({
    '/Service': { '*-server': null, '*-repo-server': null, '*-redis': null, '*-metrics': null },
    '/Secret': { '*-cluster': ['admin.password'] },
  }),
};

/** Kinds of any group that write what one connects with into a Secret, as Crossplane's do. */
export function connectionSecretOf(value: unknown): readonly Made[] {
  const reference = at(value, 'spec', 'writeConnectionSecretToRef');
  const namespace = textAt(reference, 'namespace');
  return secret(textAt(reference, 'name')).map((made) => ({
    ...made,
    ...(namespace !== undefined && { namespace }),
  }));
}

const ISSUER_ANNOTATIONS = [
  'cert-manager.io/issuer',
  'cert-manager.io/cluster-issuer',
  'kubernetes.io/tls-acme',
];

/** Whether cert-manager makes the Secrets of its TLS entries. */
function asksForCertificate({ annotations }: Pick<Resource, 'annotations'>): boolean {
  return ISSUER_ANNOTATIONS.some((annotation) => annotations[annotation] !== undefined);
}

function ofShim(name: string | undefined): readonly Made[] {
  if (name === undefined) return [];
  return [
    ...secret(name, ['tls.crt', 'tls.key', 'ca.crt']),
    { group: 'cert-manager.io', kind: 'Certificate', name },
  ];
}

function keystoresOf(value: unknown): readonly string[] {
  return Object.entries({ jks: 'jks', pkcs12: 'p12' }).flatMap(([form, end]) =>
    isFields(at(value, 'spec', 'keystores', form)) ? [`keystore.${end}`, `truststore.${end}`] : [],
  );
}

function additionalOf(value: unknown): readonly string[] {
  return listAt(value, 'spec', 'additionalOutputFormats').flatMap((format) => {
    const type = textAt(format, 'type');
    if (type === 'CombinedPEM') return ['tls-combined.pem'];
    return type === 'DER' ? ['key.der'] : [];
  });
}

/** An account at a certificate authority is registered with a key that the controller draws. */
function ofIssuer({ value }: Resource, namespace: string): readonly Made[] {
  return secret(textAt(value, 'spec', 'acme', 'privateKeySecretRef', 'name')).map((made) => ({
    ...made,
    namespace,
  }));
}

/** Classes of gateways whose controller deploys pods of their own, with the end of the name. */
const DEPLOYED = new Map([
  ['istio', '-istio'],
  ['istio-waypoint', ''],
  ['istio-east-west', ''],
  ['nginx', '-nginx'],
]);

function ofGateway(resource: Resource): readonly Made[] {
  const { name, value } = resource;
  const certificates = asksForCertificate(resource)
    ? [...places(value, 'spec.listeners[].tls.certificateRefs[].name')].flatMap((place) =>
        ofShim(text(place.value)),
      )
    : [];
  const end = DEPLOYED.get(textAt(value, 'spec', 'gatewayClassName') ?? '');
  // One with addresses is served by pods that are there already.
  const isManual = listAt(value, 'spec', 'addresses').length > 0;
  if (end === undefined || isManual) return certificates;
  const own = `${name}${end}`;
  const ports = [...places(value, 'spec.listeners[].port')].flatMap((place) =>
    typeof place.value === 'number' ? [place.value] : [],
  );
  return [
    ...certificates,
    ...madeOf(
      {
        '/Service': { '*': end === '' ? [15_008, 15_021] : [15_021, ...ports] },
        '/ServiceAccount': { '*': null },
        'apps/Deployment': { '*': null },
      },
      own,
    ),
  ];
}

/** What a policy of Kyverno writes into each namespace that it matches. */
export function generatedBy({ value }: Resource, namespaces: Iterable<string>): readonly Made[] {
  const rules = [...places(value, 'spec.rules[].generate')].map((place) => fields(place.value));
  return rules.flatMap((rule) => {
    const [kind, name, own] = [textAt(rule, 'kind'), textAt(rule, 'name'), textAt(rule, 'namespace')];
    if (kind === undefined || name === undefined) return [];
    const version = textAt(rule, 'apiVersion') ?? 'v1';
    const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
    const into = own === undefined || own.includes('{{') ? [...namespaces] : [own];
    return into.map((namespace): Made => ({ group, kind, name, namespace }));
  });
}

/** Names that the rights of a program say that it writes itself, such as the certificate of a webhook. */
export function writtenBy({ value, namespace }: Resource): readonly Made[] {
  return Object.entries({ secrets: 'Secret', configmaps: 'ConfigMap' }).flatMap(([resource, kind]) => {
    const rules = listAt(value, 'rules').filter((rule) => listAt(rule, 'resources').includes(resource));
    const writes = rules.some((rule) =>
      ['create', 'update', 'patch', '*'].some((verb) => listAt(rule, 'verbs').includes(verb)),
    );
    if (!writes) return [];
    const names = rules.flatMap((rule) => listAt(rule, 'resourceNames').flatMap((name) => text(name) ?? []));
    return names.map((name): Made => ({ group: '', kind, name, namespace }));
  });
}

const GENERATOR_ANNOTATION = 'secret-generator.v1.mittwald.de/autogenerate';

/** Keys that a controller adds to a Secret of the tree. */
export function addedKeys({ value }: Resource): readonly string[] | undefined {
  const annotations = textsAt(value, 'metadata', 'annotations');
  if (annotations['replicator.v1.mittwald.de/replicate-from'] !== undefined) return undefined;
  if (annotations['reflector.v1.k8s.emberstack.com/reflects'] !== undefined) return undefined;
  const token = textAt(value, 'type') === 'kubernetes.io/service-account-token';
  const generated = annotations[GENERATOR_ANNOTATION]?.split(',').map((key) => key.trim()) ?? [];
  return [...generated, ...(token ? ['token', 'ca.crt', 'namespace'] : [])];
}
