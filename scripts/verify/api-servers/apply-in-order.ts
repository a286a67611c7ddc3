import { injected, injectorOn } from '../../prove-gatekeeper/injector.ts';
import type { Member } from './applications.ts';
import type { Applier } from './applier.ts';
import { defaultServiceAccount } from './controllers.ts';
import { batchesOf } from './order.ts';
import type { Plan } from './plan.ts';
import { childrenOf, minimumsOf } from './pods.ts';

const OWN_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Applies everything as Argo CD would, and makes the pods as the controllers would, with what Istio injects.
 *
 * @param dist where the values of the charts are
 * @returns how many pods were made
 */
export async function applyInOrder(
  applier: Applier,
  { cluster, applications }: Pick<Plan, 'cluster' | 'applications'>,
  dist: string,
): Promise<number> {
  const own = OWN_NAMESPACES.map((name) => ({
    file: 'as a controller',
    object: defaultServiceAccount(name),
  }));
  await applier.create(own);
  const objects = applications.flatMap(({ members }) => members.map(({ object }) => object));
  const minimums = minimumsOf(objects);
  const injector = injectorOn(cluster, dist);
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  let pods = 0;
  for (const { members: all } of applications) {
    const applied = all.filter(({ object }) => object.kind !== 'CustomResourceDefinition');
    let stage: string | undefined;
    let parents: Member[] = [];
    const makePods = async () => {
      for (const { file, object } of parents) {
        const made = injected([...namespaces, ...childrenOf(object, minimums)], injector).slice(
          namespaces.length,
        );
        await applier.create(made.map((child) => ({ file, object: child })));
        pods += made.filter(({ kind }) => kind === 'Pod').length;
      }
      parents = [];
    };
    for (const batch of batchesOf(applied)) {
      // Argo CD waits for the pods of one stage before it begins the next: they may need nothing of it.
      if (stage !== undefined && stage !== batch.stage) await makePods();
      stage = batch.stage;
      await applier.applyAll(batch.members);
      parents.push(...batch.members);
    }
    await makePods();
  }
  return pods;
}
