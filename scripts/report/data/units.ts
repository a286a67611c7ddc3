import { INVENTORIES_FOLDER } from '../../../clusters/layout.ts';
import type { ClusterState } from '../../check/state/cluster-state.ts';
import { remembered } from '../../check/state/memory.ts';
import { textAt } from '../../check/state/read.ts';
import type { Resource } from '../../check/state/resource.ts';

const PART_OF = 'app.kubernetes.io/part-of';

/** The unit of an object, as the layout of a fleet has it; empty in any other tree. */
export function unitOf({ tree: { values, cluster } }: ClusterState, file: string): string {
  if (values === undefined) return '';
  const [top, folder, unit, name = ''] = ['', '', '', '', ...file.split('/')].slice(-4);
  if (folder === INVENTORIES_FOLDER && unit === cluster) return name.replace(/\.json$/, '');
  return top === cluster ? (folder ?? '') : '';
}

/** The project of each Application, which is the product whose team answers for it. */
const projectsIn = remembered((state: ClusterState): ReadonlyMap<string, string> => {
  const applications = state.of('argoproj.io/Application').map(({ name, value }): [string, string] => {
    const unit = name.startsWith(`${state.cluster}-`) ? name.slice(state.cluster.length + 1) : name;
    return [unit, textAt(value, 'spec', 'project') ?? ''];
  });
  return new Map(applications);
});

/** Whose an object is: the project of its Application, or what its label says; empty where nothing does. */
export function productOf(
  state: ClusterState,
  { found, labels }: Pick<Resource, 'found' | 'labels'>,
): string {
  return projectsIn(state).get(unitOf(state, found.file)) ?? labels[PART_OF] ?? '';
}
