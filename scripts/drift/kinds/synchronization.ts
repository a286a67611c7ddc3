import type { Application, ResourceStatus } from '../application.ts';
import { show, showDifference, showPods } from '../commands.ts';
import type { Finding, Found } from '../finding.ts';
import { finder, firstOf, type Pair } from '../look.ts';
import { PATIENCE } from '../patience.ts';

/** Resources that are not as the compared commit has them, or that wait for their end. */
export function synchronization(pair: Pair): Found {
  const { live, now } = pair;
  const { sync, operationState, resources } = live.status;
  if (sync?.status === 'Unknown') return { findings: [unknown(pair)], moving: [] };
  if (sync?.status !== 'OutOfSync') return { findings: [], moving: [] };
  const started = operationState?.phase === 'Running' ? operationState.startedAt : undefined;
  if (started != null && now - started <= PATIENCE.operation)
    return { findings: [], moving: ['a sync runs'] };
  const differing = (resources ?? []).filter(({ status }) => status === 'OutOfSync');
  const confirmed = differing.filter((each) => each.requiresDeletionConfirmation);
  const waits = confirmed.length > 0;
  const find = finder(pair);
  return {
    moving: [],
    findings: [
      find({
        kind: waits ? 'prune-waits' : 'out-of-sync',
        severity: 'differs',
        summary: waits ? 'waits for somebody to confirm what it deletes' : `OutOfSync: ${countOf(differing)}`,
        details: firstOf((waits ? confirmed : differing).map(resourceLine)),
        meaning: waits
          ? 'Until then nothing else of it is delivered, and later waves of the cluster wait.'
          : healsItself(live)
            ? 'Self-heal has not put it right: its attempts are used up, a controller writes the same field, or its product is frozen.'
            : 'Its self-heal or its automatic sync is off, so nobody puts it right.',
        next: [showDifference],
        read: waits ? 'docs/removal.md#remove-a-product' : 'docs/runbooks.md#applicationoutofsync',
      }),
    ],
  };
}

function healsItself({ spec }: Application): boolean {
  const automated = spec.syncPolicy?.automated;
  return automated != null && automated.enabled !== false && automated.selfHeal === true;
}

function unknown(pair: Pair): Finding {
  return finder(pair)({
    kind: 'sync-unknown',
    severity: 'broken',
    summary: 'Argo CD does not know whether it is as committed, and says no reason',
    details: [],
    meaning: 'What runs there keeps running; nothing is delivered and nothing heals.',
    next: [show(pair.hub.name), showPods(pair.hub.name)],
    read: 'docs/repairs.md#argo-cd-is-broken',
  });
}

function countOf(resources: readonly ResourceStatus[]): string {
  if (resources.length === 0) return 'the Application names no resource';
  return resources.length === 1 ? '1 resource' : `${resources.length} resources`;
}

/** `Deployment api (prod)`, with what is to become of it. */
export function resourceLine({ group, kind, namespace, name, requiresPruning }: ResourceStatus): string {
  const type = group === '' ? kind : `${kind}.${group}`;
  const place = namespace === undefined || namespace === '' ? '' : ` in ${namespace}`;
  return `${type} ${name}${place}${requiresPruning ? ': not in dist/ any more, to be pruned' : ''}`;
}
