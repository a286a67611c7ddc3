import type { AuthorizationPolicy } from '../../cluster-model/mesh/authorization-policy.ts';
import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import { groupedBy } from '../connection.ts';
import { ALWAYS, type Alternatives, either, isAlways, NEVER, textOf } from './alternatives.ts';
import { withoutDenied } from './denial.ts';
import { type Call, matching } from './rule.ts';

const known = new WeakMap<Mesh, Authorization>();

/** The policies of each namespace, and of each workload once it was asked for. */
interface Authorization {
  readonly byNamespace: ReadonlyMap<string, readonly AuthorizationPolicy[]>;
  readonly byPods: Map<Pods, readonly AuthorizationPolicy[]>;
}

/** The policies of a workload: those of its namespace and of the root namespace that select it. */
export function authorizationOf(mesh: Mesh, pods: Pods): readonly AuthorizationPolicy[] {
  let index = known.get(mesh);
  if (index === undefined) {
    index = { byNamespace: groupedBy(mesh.authorizationPolicies, namespaceOf), byPods: new Map() };
    known.set(mesh, index);
  }
  const { byNamespace, byPods } = index;
  let found = byPods.get(pods);
  if (found === undefined) {
    found = [...new Set([mesh.config.rootNamespace, pods.namespace])].flatMap((namespace) =>
      (byNamespace.get(namespace) ?? []).filter((policy) => applies(policy, pods)),
    );
    byPods.set(pods, found);
  }
  return found;
}

function namespaceOf({ namespace }: AuthorizationPolicy): string {
  return namespace;
}

function applies({ selector, targets, action }: AuthorizationPolicy, pods: Pods): boolean {
  if (action === 'AUDIT') return false;
  if (targets.length > 0) {
    const gateway = pods.labels['gateway.networking.k8s.io/gateway-name'];
    return targets.some(({ kind, name }) => kind === 'Gateway' && name === gateway);
  }
  return selector === undefined || containsLabels(pods.labels, selector);
}

/** What the policies decide on a call. */
export interface Verdict {
  /** Undefined where it is refused; what a request has to be, where only some pass. */
  readonly conditions: readonly string[] | undefined;
  /** The policies that decided it. */
  readonly by: readonly AuthorizationPolicy[];
  readonly says: string;
}

/** CUSTOM first, then DENY, then ALLOW: whoever denies wins, and where somebody allows, all else is refused. */
export function authorize(policies: readonly AuthorizationPolicy[], call: Call): Verdict {
  const conditions: string[] = [];
  const by: AuthorizationPolicy[] = [];
  const denials: Alternatives[number][] = [];
  for (const policy of policies.filter(({ action }) => action === 'CUSTOM')) {
    const asked = matchesOf(policy, call);
    if (asked.length === 0) continue;
    by.push(policy);
    const which = isAlways(asked) ? '' : ` of ${textOf(asked)}`;
    conditions.push(`${policy.provider} allows the request${which}`);
  }
  for (const policy of policies.filter(({ action }) => action === 'DENY')) {
    const denied = matchesOf(policy, call);
    if (isAlways(denied)) return { conditions: undefined, by: [policy], says: 'it is denied' };
    if (denied.length === 0) continue;
    by.push(policy);
    denials.push(...denied);
    conditions.push(...denied.map((each) => `not ${each.map(({ text }) => text).join(' with ')}`));
  }
  const allowing = policies.filter(({ action }) => action === 'ALLOW');
  if (allowing.length === 0) {
    const isDenied = withoutDenied(ALWAYS, denials).length === 0;
    return isDenied
      ? { conditions: undefined, by, says: 'it is denied' }
      : { conditions, by, says: 'nothing forbids it' };
  }
  const allowed = allowing.map((policy) => ({ policy, for: matchesOf(policy, call) }));
  const asked = either(...allowed.map((each) => each.for));
  const all = withoutDenied(asked, denials);
  if (all.length === 0 && asked.length > 0) return { conditions: undefined, by, says: 'it is denied' };
  if (all.length === 0) {
    return { conditions: undefined, by: allowing, says: 'there are policies that allow, and none allows it' };
  }
  by.push(...allowed.filter((each) => each.for.length > 0).map(({ policy }) => policy));
  return { conditions: isAlways(all) ? conditions : [textOf(all), ...conditions], by, says: 'it is allowed' };
}

function matchesOf(policy: AuthorizationPolicy, call: Call): Alternatives {
  return policy.rules.length === 0
    ? NEVER
    : either(...policy.rules.map((rule) => matching(rule, policy, call)));
}
