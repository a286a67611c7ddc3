import type { Construct } from 'constructs';
import { addSecret, SECRET_STORE } from '../../kit/secrets/external-secret.ts';
import { BEFORE_MIGRATION } from '../../unit/waves.ts';
import { hasSecrets } from '../declaration/workload.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';
import { secretName } from '../names.ts';

/**
 * The ExternalSecret that makes the Secret of a workload, with exactly the declared variables as keys.
 *
 * @throws when a template uses a name that it does not fetch, or two use one name for different properties
 */
export function addExternalSecret(scope: Construct, placement: Placement): void {
  const { declaration, namespace, context } = placement;
  const { secrets = {} } = declaration;
  if (!hasSecrets(declaration)) return;
  const target = {
    owner: declaration.name,
    name: secretName(declaration),
    namespace,
    labels: objectLabels(placement),
    store: SECRET_STORE,
    // A migration logs in with it, so it has to be there first.
    ...(declaration.kind !== 'job' && declaration.migration && { annotations: BEFORE_MIGRATION }),
  };
  addSecret(scope, context.cluster, target, secrets);
}
