import { istioRevisions } from '../../../clusters/index.ts';
import { ISTIO_NAMESPACE, istiodUnit } from '../istio/address.ts';

const WEBHOOKS = 'admissionregistration.k8s.io';
const CA_BUNDLES = ['.webhooks[]?.clientConfig.caBundle'];
const VALIDATING = 'ValidatingWebhookConfiguration';

/**
 * Fields of the Helm charts' objects that a running controller writes: what Git says about them is an initial value, or
 * nothing. Only such fields are here; a bound that a person chose never is (X-43).
 */
const ofAnyChart = [
  // Each controller fills in the authority that it made for itself.
  { group: WEBHOOKS, kind: 'MutatingWebhookConfiguration', jqPathExpressions: CA_BUNDLES },
  { group: WEBHOOKS, kind: VALIDATING, jqPathExpressions: CA_BUNDLES },
  { group: 'apiregistration.k8s.io', kind: 'APIService', jsonPointers: ['/spec/caBundle'] },
  validatorOf('istiod-default-validator'),
  // Charts make new certificates each time they are rendered, where cert-manager does not; the first ones stay.
  ...[
    'aws-load-balancer-tls',
    'chaos-mesh-chaosd-client-certs',
    'chaos-mesh-daemon-certs',
    'chaos-mesh-daemon-client-certs',
    'chaos-mesh-webhook-certs',
  ].map((name) => ({ group: '', kind: 'Secret', name, jsonPointers: ['/data'] })),
  // And with them a random text, which would restart all pods of Chaos Mesh each time.
  ...[
    { kind: 'DaemonSet', name: 'chaos-daemon' },
    { kind: 'Deployment', name: 'chaos-controller-manager' },
  ].map((workload) => ({
    group: 'apps',
    ...workload,
    jsonPointers: ['/spec/template/metadata/annotations/rollme'],
  })),
];

/** istiod turns its validation from Ignore to Fail as soon as it can answer. */
function validatorOf(name: string) {
  return {
    group: WEBHOOKS,
    kind: VALIDATING,
    name,
    jqPathExpressions: ['.webhooks[]?.failurePolicy'],
  };
}

/** What Argo CD overlooks in the Application of a unit with a chart. That of a control plane knows its own objects alone. */
export function ignoredDifferencesOf(unit: string) {
  const own = istioRevisions.filter((revision) => istiodUnit(revision) === unit);
  return [
    ...ofAnyChart,
    ...own.map((revision) => validatorOf(`istio-validator-${revision}-${ISTIO_NAMESPACE}`)),
  ];
}
