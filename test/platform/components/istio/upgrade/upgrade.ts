import { isMeshed } from '../../../../../platform/kit/namespace.ts';
import { namespacesOf } from '../../../../../platform/unit/namespaces-of.ts';
import { liveFleet } from '../../../../live-fleet.ts';
import { statesOf } from './states.ts';
import { treeAt } from './tree.ts';

/** The tree of a cluster in each state of an upgrade, and each step from one to the next. */
export function upgradeOf(cluster: string) {
  const context = liveFleet.contextOf(cluster);
  const namespaces = namespacesOf(context).filter((namespace) => isMeshed(namespace, context.cluster));
  const trees = statesOf(namespaces.map(({ name }) => name)).map((state) => treeAt(cluster, state));
  const steps = trees.flatMap((after, index) => {
    const before = trees[index - 1];
    return before === undefined ? [] : [{ before, after, says: after.state.says }];
  });
  const step = (says: string) => {
    const found = steps.find((one) => one.says === says);
    if (found === undefined) throw new Error(`No step is called ${says}.`);
    return found;
  };
  return { trees, steps, step, namespaces: namespaces.map(({ name }) => name) };
}
