import type { ClusterState } from '../../state/cluster-state.ts';
import { keysOf } from '../../state/presence.ts';
import { list, textAt } from '../../state/read.ts';
import type { Container, Workload } from '../../state/workload.ts';

/** Variables from whole Secrets and ConfigMaps; undefined where their keys are not known. */
export function importedInto(
  state: ClusterState,
  { namespace }: Workload,
  { value }: Container,
): readonly string[] | undefined {
  const found: string[] = [];
  for (const source of list(value.envFrom)) {
    const ofSecret = textAt(source, 'secretRef', 'name');
    const name = ofSecret ?? textAt(source, 'configMapRef', 'name') ?? '';
    const kind = ofSecret === undefined ? 'ConfigMap' : 'Secret';
    const keys = keysOf(state, { group: '', kind, namespace, name });
    if (keys === undefined) return undefined;
    const prefix = textAt(source, 'prefix') ?? '';
    found.push(...[...keys].map((key) => `${prefix}${key}`));
  }
  return found;
}

/** The names of all variables of a container; undefined where some are not known. */
export function variablesOf(
  state: ClusterState,
  workload: Workload,
  container: Container,
): readonly string[] | undefined {
  const imported = workload.resource.isExtract ? undefined : importedInto(state, workload, container);
  if (imported === undefined) return undefined;
  return [...imported, ...list(container.value.env).map((variable) => textAt(variable, 'name') ?? '')];
}
