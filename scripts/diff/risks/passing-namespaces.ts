import type { Trees } from './rule.ts';

/** Whether a namespace goes with the change: what else ends with it is no loss of its own. */
export function goes(namespace: string | undefined, cluster: string, { before, after }: Trees): boolean {
  return namespace !== undefined && isIn(namespace, cluster, before) && !isIn(namespace, cluster, after);
}

/** Whether it comes with the change: nothing runs there yet that could be refused. */
export function comes(namespace: string | undefined, cluster: string, { before, after }: Trees): boolean {
  return namespace !== undefined && !isIn(namespace, cluster, before) && isIn(namespace, cluster, after);
}

function isIn(namespace: string, cluster: string, tree: Trees['before']): boolean {
  return tree.ofKinds(cluster, 'Namespace').some(({ name }) => name === namespace);
}
