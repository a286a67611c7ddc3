import type { Said } from './rule.ts';
import { pathText } from './state/read.ts';
import type { Resource } from './state/resource.ts';

/**
 * Rules that may say one mistake of one field: what the first has said there, the others need not say again. The first knows more of
 * the matter; the others look at all objects of a kind, or only compare.
 */
const SAID_BETTER: Readonly<Record<string, readonly string[]>> = {
  'account-role': ['aws-account-id', 'placeholder-left'],
  'application-form': ['refused-application'],
  'authorization-caller-unknown': ['refused-mesh-security'],
  'authorization-idle': ['refused-mesh-security'],
  'authorization-operations': ['refused-mesh-security'],
  'aws-account-id': ['placeholder-left'],
  'call-refused-by-policy': ['policies-contradict'],
  'cron-job-times': ['refused-job'],
  'gateway-servers': ['refused-gateway'],
  'image-reference': ['refused-containers', 'image-floats', 'image-registry'],
  'keda-replicas': ['refused-scaled-object'],
  'locality-failover': ['refused-destination-rule'],
  'mesh-of-clusters-disagrees': ['foreign-literal'],
  'monitoring-form': ['refused-prometheus', 'refused-value'],
  'no-such-kind': ['refused-value'],
  'outside-host-unknown': ['foreign-literal'],
  'peer-authentication-ports': ['refused-mesh-security'],
  'probe-port-missing': ['refused-probes'],
  'promql-unreadable': ['refused-prometheus'],
  'refused-config-data': ['refused-value'],
  'refused-containers': ['image-floats', 'image-registry'],
  'refused-destination-rule': ['refused-value'],
  'refused-prometheus': ['refused-value', 'alert-text-lost-label'],
  'refused-rbac': ['role-rules'],
  'refused-scaled-object': ['trigger-metadata'],
  'refused-scheduling': ['refused-missing-field'],
  'refused-value': ['policy-port-closed'],
  'resource-unit': ['refused-resources'],
  'retry-conditions': ['refused-virtual-service'],
  'route-form': ['refused-virtual-service'],
  'route-host-not-admitted': ['mesh-bypasses-route'],
  'route-weights': ['refused-virtual-service'],
  'scrape-refused-by-mesh': ['strict-refuses-plain-calls'],
  'scrape-timeout-above-interval': ['refused-prometheus'],
  'sealed-secret-truncated': ['placeholder-left'],
  'service-entry-resolution': ['refused-service-entry'],
  'sidecar-hosts': ['refused-service-entry'],
  'topology-key': ['version-of-field'],
  'trigger-value': ['foreign-literal'],
  'version-of-field': ['autoscaler-target-without-scale'],
};

/** Each mistake once, in the words of the rule that knows most of it. */
export function withoutDoubles<Each extends { readonly rule: string; readonly said: Said }>(
  judged: readonly Each[],
): readonly Each[] {
  const said = new Map<Resource, Set<string>>();
  for (const { rule, said: one } of judged) {
    const worse = SAID_BETTER[rule];
    if (worse === undefined) continue;
    const places = said.get(one.resource) ?? new Set();
    for (const each of worse) places.add(`${each} ${pathText(one.path)}`);
    said.set(one.resource, places);
  }
  return judged.filter(
    ({ rule, said: one }) => said.get(one.resource)?.has(`${rule} ${pathText(one.path)}`) !== true,
  );
}
