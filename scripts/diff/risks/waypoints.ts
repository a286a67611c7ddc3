import type { Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { podMetadataOf } from '../compare/pod-path.ts';
import { mappingAt, textAt, textsAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { isEdit, judge, type Rule, said, some } from './rule.ts';

const USES = 'istio.io/use-waypoint';
const OF_NAMESPACE = 'istio.io/use-waypoint-namespace';

/** In the ambient mesh it is the waypoint that holds rules about requests: without one, only those about connections are left. */
export const waypoints: Rule = (change, trees): readonly Judgement[] => {
  const { before, after } = change;
  if (before !== undefined && after === undefined && isWaypoint(before)) {
    const users = usersOf(before, trees.after);
    return [
      judge(
        'security',
        `it is a waypoint${users.length === 0 ? '' : ` that ${some(users)} still use${users.length === 1 ? 's' : ''}`}: its policies and routes about requests no longer hold`,
      ),
    ];
  }
  if (!isEdit(change)) return [];
  const [old, now] = [before, after].map((item) => (item === undefined ? undefined : labelsOf(item)[USES]));
  if (old === now) return [];
  if (now === undefined || now === 'none')
    return [
      judge(
        'security',
        `it uses no waypoint any more (${said(old)}): policies and routes about requests no longer hold for it`,
      ),
    ];
  return [
    judge(
      'outage',
      `its requests go by the waypoint ${now}${old === undefined ? '' : ` instead of ${old}`} from now on, and its policies hold for them`,
    ),
  ];
};

export function isWaypoint(item: Item): boolean {
  return (
    typeOf(item) === 'gateway.networking.k8s.io/Gateway' &&
    (/waypoint/.test(textAt(item.value, 'spec.gatewayClassName') ?? '') ||
      textsAt(item.value, 'metadata.labels')['istio.io/waypoint-for'] !== undefined)
  );
}

/** Labels of the object, and of the pods that it makes. */
function labelsOf(item: Item): Readonly<Record<string, string>> {
  return {
    ...textsAt(podMetadataOf(item), 'labels'),
    ...textsAt(mappingAt(item.value, 'metadata'), 'labels'),
  };
}

function usersOf(waypoint: Item, tree: Surroundings): readonly string[] {
  return tree
    .ofKinds(waypoint.cluster, 'Namespace', 'Service', 'ServiceEntry')
    .filter((item) => {
      const labels = labelsOf(item);
      const home = item.kind === 'Namespace' ? item.name : item.namespace;
      return labels[USES] === waypoint.name && (labels[OF_NAMESPACE] ?? home) === waypoint.namespace;
    })
    .map(({ kind, name }) => `${kind} ${name}`);
}
