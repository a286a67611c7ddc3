import { describe, expect, it } from 'vitest';
import { liveFleet } from '../../live-fleet.ts';

const { contextOf, fleet, ofKind, unitsOn } = liveFleet;

/** Switches of a chart that make a monitor, wherever they stand in its values. Charts spell them in many ways. */
const SWITCH = /"(service|pod)monitor":\{[^{}]*"(enabled|create|forceEnable)":true/i;

/** Charts that bring the monitors of their own pods without being asked. */
const BY_ITSELF = ['kube-prometheus-stack'];

interface Rule {
  readonly from?: readonly { readonly podSelector?: { readonly matchLabels: Record<string, string> } }[];
}

/** Whether a policy of the unit lets Prometheus in. */
function opensMetrics(cluster: string, unit: string): boolean {
  return ofKind('NetworkPolicy').some(
    (policy) =>
      policy.cluster === cluster &&
      policy.unit.name === unit &&
      (policy.json.spec.ingress ?? []).some(({ from = [] }: Rule) =>
        from.some(({ podSelector }) => podSelector?.matchLabels['app.kubernetes.io/name'] === 'prometheus'),
      ),
  );
}

function hasMonitor(cluster: string, unit: string): boolean {
  const own = [...ofKind('PodMonitor'), ...ofKind('ServiceMonitor')].some(
    (monitor) => monitor.cluster === cluster && monitor.unit.name === unit,
  );
  const values = unitsOn(cluster)
    .find(({ name }) => name === unit)
    ?.helm?.(contextOf(cluster)).values;
  return own || BY_ITSELF.includes(unit) || SWITCH.test(JSON.stringify(values ?? {}));
}

/** Pods in the network of the node, where no policy holds. */
function onNodeNetwork(cluster: string, unit: string): boolean {
  return ofKind('DaemonSet').some(
    (agent) =>
      agent.cluster === cluster &&
      agent.unit.name === unit &&
      agent.json.spec.template.spec.hostNetwork === true,
  );
}

describe.each(fleet.clusters.map(({ name }) => ({ name })))('on $name', ({ name }) => {
  // Their policy stands in another unit than their monitor.
  const divided = ['alertmanager', 'ingress', 'istio-ingressgateway'];
  const units = unitsOn(name)
    .filter((unit) => unit.project === 'platform' && !divided.includes(unit.name))
    .map((unit) => unit.name);

  it('what lets Prometheus in is read as well: an open port that nobody reads is an alert that stays silent', () => {
    const unread = units.filter((unit) => opensMetrics(name, unit) && !hasMonitor(name, unit));
    expect(unread).toEqual([]);
  });

  it('what is to be read lets Prometheus in: else its target is down from the first day on', () => {
    const closed = units.filter(
      (unit) => hasMonitor(name, unit) && !opensMetrics(name, unit) && !onNodeNetwork(name, unit),
    );
    expect(closed).toEqual([]);
  });

  it('the sources of S2-66 and S3-55 are there: objects, nodes, kubelet, DNS', () => {
    const context = contextOf(name);
    const stack = context.units.find((unit) => unit.name === 'kube-prometheus-stack')?.helm?.(context).values;
    expect(stack).toMatchObject({ kubelet: { enabled: true }, coreDns: { enabled: true } });
    expect(units).toContain('node-exporter');
  });
});

it('a switch is only found where it is on', () => {
  expect(SWITCH.test('{"serviceMonitor":{"interval":"30s","enabled":true}}')).toBe(true);
  expect(SWITCH.test('{"serviceMonitor":{"enabled":false},"other":{"enabled":true}}')).toBe(false);
});
