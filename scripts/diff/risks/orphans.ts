import type { Item, Judgement } from '../change.ts';
import { titleOf } from '../compare/key.ts';
import { at, listAt, textsAt } from '../compare/value.ts';
import { containersOf, labelsOfPods, makesPods, WORKLOADS } from './pods.ts';
import { isEdit, judge, type Rule, said, some, type Trees } from './rule.ts';
import { subsetUsers } from './users.ts';

/** Services that lose their pods, or the port that they send to, since the pods change and they do not. */
export const orphans: Rule = (change, trees) => {
  if (!isEdit(change) || !makesPods(change.after)) return [];
  const { before, after } = change;
  if (!change.fields.some(({ shape }) => /\.metadata\.labels\b|containers\[\](?:$|\.ports)/i.test(shape)))
    return [];
  const services = trees.after
    .inNamespace(after.cluster, after.namespace, 'Service')
    .filter((service) => selects(service, before));
  return services.flatMap((service): readonly Judgement[] => {
    if (!selects(service, after)) {
      const others = othersBehind(service, after, trees);
      return [
        others.length > 0
          ? judge('outage', `${titleOf(service)} no longer sends to these pods, only to ${some(others)}`)
          : judge(
              'outage',
              `${titleOf(service)} sends to nobody any more: its selector does not fit the new labels`,
            ),
      ];
    }
    const gone = listAt(service.value, 'spec.ports')
      .map((port) => at(port, 'targetPort') ?? at(port, 'port'))
      .filter((target) => listens(before, target) && !listens(after, target));
    return gone.length === 0
      ? []
      : [
          judge(
            'outage',
            `${titleOf(service)} sends to port ${some(gone.map(said))}, which the pods no longer declare`,
          ),
        ];
  });
};

function selects(service: Item, pods: Item): boolean {
  return fits(textsAt(service.value, 'spec.selector'), pods);
}

function othersBehind(service: Item, than: Item, trees: Trees): readonly string[] {
  return trees.after
    .inNamespace(than.cluster, than.namespace, ...WORKLOADS)
    .filter((item) => titleOf(item) !== titleOf(than) && selects(service, item))
    .map(titleOf);
}

function listens(item: Item, target: unknown): boolean {
  return containersOf(item)
    .flatMap((container) => listAt(container, 'ports'))
    .some((port) => at(port, 'name') === target || at(port, 'containerPort') === target);
}

/** Subsets that routes send to, and that have no pods any more. */
export const emptySubsets: Rule = (change, trees) => {
  const { before, after } = change;
  if (before === undefined || !makesPods(before)) return [];
  const isChanged =
    after === undefined || change.fields.some(({ shape }) => /\.metadata\.labels\b/.test(shape));
  if (!isChanged) return [];
  return trees.after.ofKinds(before.cluster, 'DestinationRule').flatMap((rule): readonly Judgement[] => {
    if (rule.namespace !== before.namespace) return [];
    const service = trees.after
      .inNamespace(before.cluster, before.namespace, 'Service')
      .find(({ name }) => name === String(at(rule.value, 'spec.host')).split('.')[0]);
    const empty = listAt(rule.value, 'spec.subsets').flatMap((subset) => {
      const wanted = { ...textsAt(service?.value, 'spec.selector'), ...textsAt(subset, 'labels') };
      const had = fits(wanted, before);
      const isLeft = trees.after
        .inNamespace(before.cluster, before.namespace, ...WORKLOADS)
        .some((item) => fits(wanted, item));
      return had && !isLeft ? [String(at(subset, 'name'))] : [];
    });
    if (empty.length === 0) return [];
    const users = subsetUsers(rule, trees.after, empty);
    return users.length === 0
      ? []
      : [
          judge(
            'outage',
            `${some(users)} sends requests to the subset ${some(empty)}, which has no pods any more`,
          ),
        ];
  });
};

/** Pods that come under the selector of a Service which others have served alone. */
export const joined: Rule = (change, trees) => {
  const { before, after } = change;
  if (after === undefined || !makesPods(after)) return [];
  if (before !== undefined && !change.fields.some(({ shape }) => /\.metadata\.labels\b/.test(shape)))
    return [];
  const services = trees.before
    .inNamespace(after.cluster, after.namespace, 'Service')
    .filter(
      (service) =>
        selects(service, after) &&
        !(before !== undefined && selects(service, before)) &&
        trees.before
          .inNamespace(after.cluster, after.namespace, ...WORKLOADS)
          .some((item) => selects(service, item)) &&
        trees.after.find(service) !== undefined,
    );
  return services.length === 0
    ? []
    : [judge('routine', `${some(services.map(titleOf))} sends requests to these pods as well`)];
};

function fits(wanted: Readonly<Record<string, string>>, item: Item): boolean {
  const labels = labelsOfPods(item);
  const texts = Object.entries(wanted);
  return texts.length > 0 && texts.every(([key, value]) => labels[key] === value);
}
