import type { Item, Risk } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { listAt, textAt, textsAt } from '../compare/value.ts';
import { goneNames, ruleNames } from './alerts-elsewhere.ts';
import { goesWith } from './companions.ts';
import { fateOf } from './fate.ts';
import { KNOWN_MAPS } from './known-config-maps.ts';
import { lossOf } from './losses.ts';
import { namersOf } from './named-by.ts';
import { autoscalerOf, podsText, targetOf } from './pods.ts';
import { hostsOf } from './routes.ts';
import { judge, type Rule, some, type Trees } from './rule.ts';
import { usersOf } from './users.ts';
import { isWaypoint } from './waypoints.ts';

export const removed: Rule = (change, trees) => {
  const { before, after } = change;
  if (before === undefined || after !== undefined || before.source === 'values') return [];
  const fate = fateOf(before, trees);
  if (!fate.goes) return [];
  const verdict = verdictOf(before, trees);
  if (verdict === undefined) return fate.why === undefined ? [] : [judge('routine', fate.why)];
  const [risk, reason] = verdict;
  return [judge(risk, reason), ...(fate.why === undefined ? [] : [judge(risk, fate.why)])];
};

/** Undefined where other rules say what its removal does, if it does anything. */
function verdictOf(item: Item, trees: Trees): readonly [Risk, string] | undefined {
  const type = typeOf(item);
  // Another rule says who uses it.
  if (isWaypoint(item) || type === 'gateway.networking.k8s.io/ReferenceGrant') return undefined;
  const users = usersOf(item, trees.after);
  if (users.length > 0)
    return ['outage', `it is removed while ${some(users)} still use${users.length === 1 ? 's' : ''} it`];
  if (
    type === 'apps/StatefulSet' &&
    textAt(item.value, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted') === 'Delete'
  ) {
    return [
      'data-loss',
      'its pods stop, and its volume claims are deleted with it (persistentVolumeClaimRetentionPolicy)',
    ];
  }
  const workloads = goesWith(item, trees);
  if (workloads !== undefined) return ['routine', `it goes with what it was for: ${workloads}`];
  if (type === 'monitoring.coreos.com/PrometheusRule') {
    const names = ruleNames(item.value);
    if (names.length > 0 && goneNames(names, item, trees).length === 0)
      return ['routine', 'all of its alerts are in other objects'];
  }
  const successor = successorOf(item, trees);
  if (successor !== undefined) return ['scale', `${titleOf(successor)} scales its workload from now on`];
  const known = lossOf(type);
  if (known === undefined) return knownMap(item);
  const [risk, reason] = known;
  const pods = /\/(?:Deployment|StatefulSet|Rollout)$/.test(type) ? ` (${podsText(item, trees.before)})` : '';
  return [risk, `${reason}${pods}${hostsText(item)}${namersText(item, trees)}`];
}

/** Who stays behind with its name. */
function namersText(item: Item, trees: Trees): string {
  const namers = namersOf(item, trees.after);
  return namers.length === 0 ? '' : `; still named by ${some(namers)}`;
}

/** What programs of every cluster read by its name or label. */
function knownMap(item: Item): readonly [Risk, string] | undefined {
  const secret = textsAt(item.value, 'metadata.labels')['argocd.argoproj.io/secret-type'];
  if (item.kind === 'Secret' && secret !== undefined)
    return ['outage', `Argo CD no longer knows this ${secret}, and its Applications cannot be synced`];
  const known = item.kind === 'ConfigMap' ? KNOWN_MAPS.find(({ name }) => name.test(item.name)) : undefined;
  return known && [known.risk, `${known.does}: what it said is gone`];
}

/** The names under which people knew it. */
function hostsText(item: Item): string {
  const names =
    typeOf(item) === 'networking.istio.io/ServiceEntry'
      ? listAt(item.value, 'spec.hosts').map(String)
      : hostsOf(item);
  return names.length === 0 ? '' : `: ${some([...new Set(names)])}`;
}

/** The autoscaler that takes the workload of one that goes. */
function successorOf(item: Item, trees: Trees): Item | undefined {
  if (!/\/(?:HorizontalPodAutoscaler|ScaledObject)$/.test(typeOf(item))) return undefined;
  const target = targetOf(item);
  const workload = trees.after
    .inNamespace(item.cluster, item.namespace, target.kind)
    .find(({ name }) => name === target.name);
  return workload && autoscalerOf(workload, trees.after);
}
