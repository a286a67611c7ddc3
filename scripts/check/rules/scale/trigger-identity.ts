import type { ClusterRule } from '../../rule.ts';
import { fieldsAt, textAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';
import { triggersIn } from './triggers.ts';

const sqs = (authentication: string) =>
  `{ type: aws-sqs-queue, metadata: { queueURL: https://sqs.eu-west-1.amazonaws.com/123456789012/orders, awsRegion: eu-west-1 }${authentication} }`;

/** KEDA asks AWS itself, and has to be somebody there. */
export const triggerIdentity: ClusterRule = {
  id: 'trigger-without-identity',
  severity: 'warning',
  summary: 'A trigger of AWS that says no identity: neither authentication nor identityOwner: operator',
  breaks:
    'Without authentication KEDA expects an access key in the pod of the workload, and finds none: the trigger fails, and with it the whole ScaledObject.',
  pitfalls: ['X-50'],
  failing: deployment('worker') + scaledObject('worker', { triggers: sqs('') }),
  passing:
    deployment('worker') + scaledObject('worker', { triggers: sqs(', authenticationRef: { name: aws }') }),
  *judge(state) {
    for (const { resource, path, type, metadata, value } of triggersIn(state)) {
      if (!type.startsWith('aws-') || Object.keys(fieldsAt(value, 'authenticationRef')).length > 0) continue;
      const owner = metadata.identityOwner ?? 'pod';
      if (owner === 'operator' || textAt(metadata, 'awsAccessKeyID') !== undefined) continue;
      if (metadata.awsAccessKeyIDFromEnv !== undefined || metadata.awsEndpoint !== undefined) continue;
      yield {
        resource,
        path,
        message: `The trigger ${type} says nobody as whom KEDA asks AWS: it looks for an access key of the pod.`,
        fix: 'Name a TriggerAuthentication with podIdentity.provider: aws in authenticationRef.',
      };
    }
  },
};
