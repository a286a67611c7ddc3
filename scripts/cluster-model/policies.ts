import type { Found } from './input/objects.ts';
import { readEach } from './input/read-as.ts';
import { networkPolicy, type PolicyPeer, type PolicyPort } from './objects/network-policy.ts';
import type { LabelSelector } from './objects/selector.ts';

export type Direction = 'ingress' | 'egress';

/** What one rule of a policy admits: these peers at these ports; undefined where it names none, which means all. */
export interface NetworkRule {
  readonly peers: readonly PolicyPeer[] | undefined;
  readonly ports: readonly PolicyPort[] | undefined;
  /** Its place in the policy, such as `ingress[0]`. */
  readonly place: string;
}

/** A NetworkPolicy with its defaults filled in as the API server does. */
export interface NetworkPolicy {
  readonly namespace: string;
  readonly name: string;
  readonly selector: LabelSelector;
  /** Undefined where the policy says nothing of the direction. */
  readonly ingress: readonly NetworkRule[] | undefined;
  readonly egress: readonly NetworkRule[] | undefined;
  readonly found: Found;
}

/** Every NetworkPolicy; where two have one name, the later one, as kubectl would leave it. */
export function networkPoliciesOf(objects: readonly Found[], problems: string[]): readonly NetworkPolicy[] {
  const policies = new Map<string, NetworkPolicy>();
  const ofKind = { kind: 'NetworkPolicy', apis: ['networking.k8s.io', 'extensions'] };
  for (const { found, value, namespace, name } of readEach(networkPolicy, ofKind, objects, problems)) {
    const { spec } = value;
    // Without policyTypes, a policy is about ingress, and about egress if it has a rule for it.
    const types =
      spec.policyTypes.length > 0
        ? spec.policyTypes
        : ['Ingress', ...(spec.egress.length > 0 ? ['Egress'] : [])];
    const ingress = spec.ingress.map(({ from, ports }, at) => ruleOf(from, ports, `ingress[${at}]`));
    const egress = spec.egress.map(({ to, ports }, at) => ruleOf(to, ports, `egress[${at}]`));
    policies.set(`${namespace}/${name}`, {
      namespace,
      name,
      selector: spec.podSelector,
      ingress: types.includes('Ingress') ? ingress : undefined,
      egress: types.includes('Egress') ? egress : undefined,
      found,
    });
  }
  return [...policies.values()];
}

function ruleOf(peers: readonly PolicyPeer[], ports: readonly PolicyPort[], place: string): NetworkRule {
  return {
    peers: peers.length === 0 ? undefined : peers,
    ports: ports.length === 0 ? undefined : ports,
    place,
  };
}
