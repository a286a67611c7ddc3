import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import { defaultOfKind } from '../../cluster-model/defaults/defaults.ts';
import { ENFORCEMENT } from '../../cluster-model/defaults/operators.ts';
import { defaultInPod } from '../../cluster-model/defaults/pods.ts';
import { podPathOf } from './pod-path.ts';

/** Rules of Gatekeeper are of kinds that their templates make. */
const OF_GROUPS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'constraints.gatekeeper.sh': { 'spec.enforcementAction': ENFORCEMENT },
};

/** The value that a field has where it is left out; undefined where it has none, or none that is always the same. */
export function defaultOf(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  shape: string,
): unknown {
  const group = groupOf(apiVersion);
  const own = defaultOfKind(`${group}/${kind}`, shape) ?? OF_GROUPS[group]?.[shape];
  if (own !== undefined) return own;
  const pod = podPathOf(apiVersion, kind);
  return pod === undefined || !shape.startsWith(`${pod}.`)
    ? undefined
    : defaultInPod(shape.slice(pod.length + 1));
}
