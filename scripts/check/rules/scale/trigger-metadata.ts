import { didYouMean, nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';
import { FURTHER_NAMES } from './trigger-names.ts';
import { TRIGGER_TYPES } from './trigger-types.ts';
import { type Trigger, triggersIn } from './triggers.ts';

const authentication = `
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: { name: aws, namespace: shop }
spec: { podIdentity: { provider: aws } }
`;
const sqs = (region: string) =>
  `{ type: aws-sqs-queue, metadata: { queueURL: https://sqs.eu-west-1.amazonaws.com/123456789012/orders${region} }, authenticationRef: { name: aws } }`;

/** The definition of KEDA takes any names: only the operator knows which a trigger needs. */
export const triggerMetadata: ClusterRule = {
  id: 'trigger-metadata',
  severity: 'error',
  summary:
    'A trigger of KEDA of an unknown type, without what its type needs, or with a name that it does not know',
  breaks:
    'One trigger that cannot be built stops the whole ScaledObject or ScaledJob: it is not Ready, and nothing is scaled or started.',
  pitfalls: ['X-49', 'X-50'],
  failing: authentication + deployment('worker') + scaledObject('worker', { triggers: sqs('') }),
  passing:
    authentication +
    deployment('worker') +
    scaledObject('worker', { triggers: sqs(', awsRegion: eu-west-1') }),
  *judge(state) {
    for (const trigger of triggersIn(state)) yield* judge(trigger);
  },
};

function* judge({ resource, path, type, metadata, authentication }: Trigger): Iterable<Said> {
  const needs = TRIGGER_TYPES[type];
  if (needs === undefined) {
    const nearest = nearestName(type, Object.keys(TRIGGER_TYPES));
    if (type === '') return;
    yield {
      resource,
      path: [...path, 'type'],
      severity: nearest === undefined ? 'warning' : 'error',
      message: `KEDA has no trigger of the type ${type}.`,
      fix: `Write a type that it has${didYouMean(type, Object.keys(TRIGGER_TYPES))}.`,
    };
    return;
  }
  const says = new Set(Object.keys(metadata).map((name) => name.replace(/FromEnv$/, '')));
  // The metric type of these two says what the value is.
  const known = [...needs.flat(), ...(FURTHER_NAMES[type] ?? [])];
  const slips = new Set<string>();
  for (const name of says) {
    if (FURTHER_NAMES[type] === undefined || known.includes(name)) continue;
    const nearest = nearestName(name, known);
    if (nearest === undefined || says.has(nearest)) continue;
    slips.add(nearest);
    yield {
      resource,
      path: [...path, 'metadata', name],
      severity: needs.flat().includes(nearest) ? 'error' : 'warning',
      message: `A trigger of the type ${type} has no ${name}: it is passed over.`,
      fix: `Write ${nearest}.`,
    };
  }
  if (authentication === undefined) return;
  for (const names of needs) {
    if (names.some((name) => says.has(name) || authentication.has(name) || slips.has(name))) continue;
    yield {
      resource,
      path: [...path, 'metadata'],
      message: `A trigger of the type ${type} needs ${names.join(' or ')}, and neither its metadata nor its authentication says it.`,
      fix: `Write ${names[0]} in metadata.`,
    };
  }
}
