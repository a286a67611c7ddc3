import { at, fields, list, text } from '../../state/read.ts';
import type { Fault } from '../refused/fault.ts';
import { fault, type Judged } from '../refused/topic.ts';

export function* controllerFaults({ group, kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'VerticalPodAutoscaler' && at(spec, 'updatePolicy', 'updateMode') === 'Auto')
    yield fault(
      ['spec', 'updatePolicy', 'updateMode'],
      'Auto is deprecated: it is what Recreate does today, and may become something else',
      'write Recreate, or InPlaceOrRecreate',
      'warning',
    );
  if (group === 'keda.sh' && /^(?:Cluster)?TriggerAuthentication$/.test(kind)) {
    const provider = text(at(spec, 'podIdentity', 'provider'));
    if (
      provider === 'aws-eks' ||
      provider === 'aws-kiam' ||
      provider === 'azure' ||
      provider === 'azure-workload-identity'
    )
      if (provider !== 'azure-workload-identity')
        yield fault(
          ['spec', 'podIdentity', 'provider'],
          `KEDA has deprecated or removed ${provider}`,
          `write ${provider === 'azure' ? 'azure-workload' : 'aws'}`,
          'warning',
        );
  }
  if (kind === 'ScaledObject' && group === 'keda.sh') {
    for (const [index, trigger] of list(spec.triggers).entries()) {
      const { type, metadata } = fields(trigger);
      if ((type === 'cpu' || type === 'memory') && fields(metadata).type !== undefined)
        yield fault(
          ['spec', 'triggers', index, 'metadata', 'type'],
          'KEDA reads it no more from the metadata',
          'write metricType beside metadata',
          'warning',
        );
      if (type === 'stan')
        yield fault(
          ['spec', 'triggers', index, 'type'],
          'NATS Streaming has ended, and KEDA with it',
          'write nats-jetstream',
          'warning',
        );
      if (fields(metadata).metricName !== undefined)
        yield fault(
          ['spec', 'triggers', index, 'metadata', 'metricName'],
          'KEDA makes the name itself since 2.12',
          'remove it',
          'info',
        );
    }
  }
}
