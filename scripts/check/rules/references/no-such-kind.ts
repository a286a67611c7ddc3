import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { places, textAt } from '../../state/read.ts';

/** A field that takes a few kinds. */
interface Choice {
  readonly on: readonly string[];
  readonly at: string;
  readonly kinds: readonly string[];
  /** Where the holder names a group, only this one is known here. */
  readonly group?: string;
}

const CHOICES: readonly Choice[] = [
  {
    on: ['keda.sh/ScaledObject', 'keda.sh/ScaledJob'],
    at: 'spec.triggers[].authenticationRef',
    kinds: ['TriggerAuthentication', 'ClusterTriggerAuthentication'],
  },
  {
    on: ['external-secrets.io/ExternalSecret'],
    at: 'spec.secretStoreRef',
    kinds: ['SecretStore', 'ClusterSecretStore'],
  },
  {
    on: ['external-secrets.io/PushSecret'],
    at: 'spec.secretStoreRefs[]',
    kinds: ['SecretStore', 'ClusterSecretStore'],
  },
  {
    on: ['cert-manager.io/Certificate'],
    at: 'spec.issuerRef',
    kinds: ['Issuer', 'ClusterIssuer'],
    group: 'cert-manager.io',
  },
  {
    on: ['cert-manager.io/Certificate'],
    at: 'spec.issuerRef',
    kinds: ['AWSPCAIssuer', 'AWSPCAClusterIssuer'],
    group: 'awspca.cert-manager.io',
  },
];

const SAMPLE = (kind: string) => `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { name: web }
  triggers:
    - type: aws-sqs-queue
      metadata: { queueURL: "https://sqs.example.com/1/orders", awsRegion: eu-west-1 }
      authenticationRef: { kind: ${kind}, name: aws }
`;

/** Kinds of a field with few of them are compared letter by letter, and any other is not found. */
export const noSuchKind: ClusterRule = {
  id: 'no-such-kind',
  severity: 'error',
  summary: 'A reference to a kind that the controller does not know',
  breaks: 'The controller refuses the object or finds nothing: no autoscaler, no certificate, no secret.',
  failing: SAMPLE('TriggerAuthentications'),
  passing: SAMPLE('TriggerAuthentication'),
  *judge(state) {
    for (const { on, at, kinds, group } of CHOICES) {
      for (const resource of state.of(...on)) {
        for (const { path, value } of places(resource.value, at)) {
          const kind = textAt(value, 'kind');
          if (kind === undefined || kinds.includes(kind)) continue;
          if (group !== undefined && (textAt(value, 'group') ?? 'cert-manager.io') !== group) continue;
          yield {
            resource,
            path: [...path, 'kind'],
            message: `A ${kind} is of no kind that can stand here; there are ${kinds.join(' and ')}.`,
            fix: `Write ${kinds.join(' or ')}${didYouMean(kind, kinds)}.`,
          };
        }
      }
    }
  },
};
