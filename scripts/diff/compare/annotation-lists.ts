import type { Mapping } from '../change.ts';
import { canonicalText, isMapping } from './value.ts';

/** Annotations that hold a list in which the order says nothing. */
const LISTS =
  /^(?:alb\.ingress\.kubernetes\.io\/(?:inbound-cidrs|subnets|security-groups|load-balancer-attributes|target-group-attributes|tags|prefix-lists|success-codes)|service\.beta\.kubernetes\.io\/(?:aws-load-balancer-(?:attributes|source-ranges|security-groups|additional-resource-tags|target-group-attributes|extra-security-groups|ssl-ports)|load-balancer-source-ranges)|nginx\.ingress\.kubernetes\.io\/(?:whitelist|denylist)-source-range|argocd\.argoproj\.io\/(?:sync|compare)-options|external-dns\.alpha\.kubernetes\.io\/hostname|(?:configmap|secret)\.reloader\.stakater\.com\/reload)$/;
/** Those that hold JSON: of ports, in any order. */
const JSONS = /^alb\.ingress\.kubernetes\.io\/(?:listen-ports|actions\..+|conditions\..+|auth-idp-\w+)$/;

/** Annotations with such lists in one form. */
export function withOneFormOfLists(annotations: Mapping): Mapping {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [
      key,
      typeof value === 'string' ? formOf(key, value) : value,
    ]),
  );
}

function formOf(key: string, value: string): string {
  if (LISTS.test(key))
    return value
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .sort()
      .join(',');
  if (!JSONS.test(key)) return value;
  try {
    const read: unknown = JSON.parse(value);
    if (key.endsWith('listen-ports') && Array.isArray(read))
      return `[${read.map(canonicalText).sort().join(',')}]`;
    return isMapping(read) || Array.isArray(read) ? canonicalText(read) : value;
  } catch {
    return value;
  }
}
