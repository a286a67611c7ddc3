import { describe, expect, it } from 'vitest';
import { liveFleet } from '../../../live-fleet.ts';

const { contextOf, fleet, ofKind, unitsOn } = liveFleet;

const MONITOR = /^(service|pod)monitors?$/i;
const SWITCHES = ['enabled', 'create', 'forceEnable'];

/**
 * Whether the values of a chart switch a monitor on. Charts spell it in many ways: the switch stands in the monitor, or
 * in a part of it for each kind of target.
 */
function makesMonitor(values: unknown, insideMonitor = false): boolean {
  if (typeof values !== 'object' || values === null) return false;
  const switches = Object.entries(values).filter(([key]) => insideMonitor && SWITCHES.includes(key));
  if (switches.length > 0) return switches.some(([, on]) => on === true);
  return Object.entries(values).some(([key, value]) =>
    makesMonitor(value, insideMonitor || MONITOR.test(key)),
  );
}

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
  return own || BY_ITSELF.includes(unit) || makesMonitor(values);
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
  expect(makesMonitor({ serviceMonitor: { interval: '30s', enabled: true } })).toBe(true);
  expect(makesMonitor({ metrics: [{ serviceMonitor: { selfMonitor: { enabled: true } } }] })).toBe(true);
  expect(makesMonitor({ serviceMonitor: { enabled: false }, other: { enabled: true } })).toBe(false);
  expect(makesMonitor({ serviceMonitor: { enabled: false, tls: { enabled: true } } })).toBe(false);
});
