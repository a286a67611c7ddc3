import type { ClusterState } from '../../state/cluster-state.ts';
import { fieldsAt, listAt, type Path, places, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

/** A trigger of a ScaledObject or a ScaledJob. */
export interface Trigger {
  readonly resource: Resource;
  readonly path: Path;
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** What its authentication says besides; undefined where that is not in the tree. */
  readonly authentication: ReadonlySet<string> | undefined;
  readonly value: unknown;
}

/** Every trigger of the cluster. */
export function* triggersIn(state: ClusterState): Generator<Trigger> {
  for (const resource of state.of('keda.sh/ScaledObject', 'keda.sh/ScaledJob')) {
    if (!resource.isExtract) yield* triggersOf(state, resource);
  }
}

export function triggersOf(state: ClusterState, resource: Resource): readonly Trigger[] {
  return listAt(resource.value, 'spec', 'triggers').map((value, index) => ({
    resource,
    path: ['spec', 'triggers', index],
    type: textAt(value, 'type') ?? '',
    metadata: textsAt(value, 'metadata'),
    authentication: parametersOf(state, resource, value),
    value,
  }));
}

/** What a TriggerAuthentication hands to a trigger. */
function parametersOf(
  state: ClusterState,
  { namespace }: Resource,
  trigger: unknown,
): ReadonlySet<string> | undefined {
  const reference = fieldsAt(trigger, 'authenticationRef');
  const name = textAt(reference, 'name');
  if (name === undefined) return new Set();
  const kind = textAt(reference, 'kind') ?? 'TriggerAuthentication';
  const found = state.find(`keda.sh/${kind}`, kind === 'TriggerAuthentication' ? namespace : '', name);
  if (found === undefined) return undefined;
  const named = [
    'spec.secretTargetRef[].parameter',
    'spec.configMapTargetRef[].parameter',
    'spec.env[].parameter',
    'spec.filePath[].parameter',
    'spec.hashiCorpVault.secrets[].parameter',
    'spec.azureKeyVault.secrets[].parameter',
    'spec.gcpSecretManager.secrets[].parameter',
    'spec.awsSecretManager.secrets[].name',
  ].flatMap((pattern) => [...places(found.value, pattern)].map(({ value }) => value));
  return new Set(named.filter((each) => typeof each === 'string'));
}
