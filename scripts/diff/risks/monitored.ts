import type { Item } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { at, listAt, textsAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { isEdit, judge, type Rule, some } from './rule.ts';

/** Services and monitors that no longer find each other: nothing is scraped, and alerts on it fall silent. */
export const monitored: Rule = (change, trees) => {
  if (!isEdit(change)) return [];
  const { before, after } = change;
  if (typeOf(after) === 'monitoring.coreos.com/ServiceMonitor') {
    if (!change.fields.some(({ shape }) => /^spec\.(?:selector|namespaceSelector)\b/.test(shape))) return [];
    const isLost = servicesOf(before, trees.before).length > 0 && servicesOf(after, trees.after).length === 0;
    return isLost ? [judge('outage', 'it finds no Service any more: nothing is scraped by it')] : [];
  }
  if (typeOf(after) !== '/Service' || !change.fields.some(({ shape }) => shape.startsWith('metadata.labels')))
    return [];
  const monitors = trees.after
    .ofKinds(after.cluster, 'ServiceMonitor')
    .filter((monitor) => finds(monitor, before) && !finds(monitor, after));
  return monitors.length === 0
    ? []
    : [
        judge(
          'outage',
          `its metrics are no longer read: ${some(monitors.map(titleOf))} look${monitors.length === 1 ? 's' : ''} for the label that goes`,
        ),
      ];
};

function servicesOf(monitor: Item, tree: Surroundings): readonly Item[] {
  return tree.ofKinds(monitor.cluster, 'Service').filter((service) => finds(monitor, service));
}

function finds({ value, namespace }: Item, service: Item): boolean {
  const names = listAt(value, 'spec.namespaceSelector.matchNames');
  const isWatched =
    at(value, 'spec.namespaceSelector.any') === true ||
    (names.length === 0 ? service.namespace === namespace : names.includes(service.namespace));
  if (!isWatched || listAt(value, 'spec.selector.matchExpressions').length > 0) return isWatched;
  const labels = textsAt(service.value, 'metadata.labels');
  return Object.entries(textsAt(value, 'spec.selector.matchLabels')).every(
    ([key, text]) => labels[key] === text,
  );
}
