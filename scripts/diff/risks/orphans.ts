import type { Item, Judgement } from '../change.ts';
import { titleOf } from '../compare/key.ts';
import { at, listAt, textsAt } from '../compare/value.ts';
import { containersOf, labelsOfPods, makesPods, WORKLOADS } from './pods.ts';
import { isEdit, judge, type Rule, said, some, type Trees } from './rule.ts';

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
  const wanted = Object.entries(textsAt(service.value, 'spec.selector'));
  const labels = labelsOfPods(pods);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
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
