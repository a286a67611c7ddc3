import { describe, expect, it } from 'vitest';
import { receivesFrom } from '../../../../platform/workload/declaration/calls.ts';
import { service, worker } from '../../../../platform/workload/workload.ts';
import { canaryOf, type Ground, groundContext, renderProduct } from '../../../render-product.ts';
import { render } from '../../../rendered-fleet.ts';

const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } };
const shop = service({ name: 'shop-api', port: 8080, resources, scale: { min: 3, max: 12, cpu: 70 } });
const mailer = worker({
  name: 'mailer',
  resources,
  scale: { min: 1, max: 10, cpu: 80, queue: { name: 'mails', messages: 5 } },
  calls: [receivesFrom('mails')],
});

interface Rendered {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
}

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

function rulesOf(name: string, objects: readonly unknown[]): readonly Rule[] {
  const text = JSON.stringify(objects);
  const parsed: readonly (Rendered & { readonly kind: string })[] = JSON.parse(text);
  const found = parsed.find(({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === name);
  return found?.spec.groups.flatMap(({ rules }) => rules) ?? [];
}

function expressionOf(alert: string, rules: readonly Rule[]): string {
  return rules.find((rule) => rule.alert === alert)?.expr ?? '';
}

const inMesh = { workloads: [shop, mailer] };
const outside = { ...inMesh, namespaces: [{ name: 'shop', mesh: false }] as const };

describe('a workload is watched without a line of its own', () => {
  const rules = rulesOf('shop-api', renderProduct(inMesh));

  it('its team is called', () => {
    const owners = rules.flatMap(({ alert, labels }) => (alert === undefined ? [] : [labels.owner]));
    expect(owners.length).toBeGreaterThan(8);
    expect(new Set(owners)).toEqual(new Set(['shop']));
  });

  it('requests are counted by those who send them: a request that no pod answers counts too (S2-87)', () => {
    const text = JSON.stringify(rules);
    expect(text).toContain('istio_requests_total{reporter=\\"source\\"');
    expect(text).not.toContain('http_requests_total');
  });

  it('the build that ran yesterday is not the one to go back from (S2-109)', () => {
    for (const alert of ['NewBuildErrorRatioHigh', 'NewBuildLatencyHigh']) {
      expect(expressionOf(alert, rules)).toContain('unless build:');
      expect(expressionOf(alert, rules)).toContain('offset 1d unless on (namespace, service)');
    }
  });

  it('outside the mesh the service counts them itself', () => {
    const text = JSON.stringify(rulesOf('shop-api', renderProduct(outside)));
    expect(text).toContain('http_requests_total{namespace=\\"shop\\",service=\\"shop-api\\"');
    expect(text).not.toContain('istio_');
  });

  it('its rules are those of its place, wherever else the same declaration is rendered', () => {
    const namespaces = [{ name: 'market', mesh: true }] as const;
    const elsewhere = rulesOf('shop-api', renderProduct({ ...inMesh, namespaces, availability: 95 }));
    const text = JSON.stringify(elsewhere);
    expect(text).toContain('namespace=\\"market\\"');
    expect(text).not.toContain('namespace=\\"shop\\"');
    expect(text).toContain('its objective of 95 % allows');
    expect(rulesOf('shop-api', renderProduct(inMesh))).toEqual(rules);
  });

  it('a bound of a bucket is found as Prometheus 2 and as Prometheus 3 write it', () => {
    const [, pattern = ''] = JSON.stringify(rules).match(/le=~\\"([^"]+)\\"/) ?? [];
    const bound = new RegExp(`^(?:${pattern.replaceAll('\\\\\\\\', '\\')})$`);
    expect(['500', '500.0', '1500', '50'].filter((text) => bound.test(text))).toEqual(['500', '500.0']);
  });

  it('a worker has no requests, so no alert on them', () => {
    const names = rulesOf('mailer', renderProduct(inMesh)).map(({ alert }) => alert);
    expect(names.filter((name) => name?.startsWith('Service'))).toEqual([]);
  });
});

describe('thresholds fit the workload', () => {
  it('two pods are the least, or one where one was declared (S2-88)', () => {
    const objects = renderProduct(inMesh);
    expect(expressionOf('WorkloadReplicasLow', rulesOf('shop-api', objects))).toMatch(/ < 2$/);
    expect(expressionOf('WorkloadReplicasLow', rulesOf('mailer', objects))).toMatch(/ < 1$/);
  });

  it('a backlog is what all pods together do not take, at the number that KEDA reads (S0-101)', () => {
    expect(expressionOf('WorkloadBacklogHigh', rulesOf('mailer', renderProduct(inMesh)))).toBe(
      'max by (exported_namespace, scaledObject, metric) (keda_scaler_metrics_value{exported_namespace="shop",scaledObject="mailer",triggerIndex="1"}) > 50',
    );
  });

  it('a fixed number of pods is never at its maximum', () => {
    const fixed = service({ ...shop, scale: { replicas: 2 } });
    const rules = rulesOf('shop-api', renderProduct({ workloads: [fixed] }));
    expect(expressionOf('WorkloadAutoscalerAtMaximum', rules)).toBe('');
  });

  it('the budget follows the availability of the product (S4-7)', () => {
    const burn = (availability?: number) =>
      expressionOf(
        'ServiceErrorBudgetBurnsFast',
        rulesOf('shop-api', renderProduct({ ...inMesh, ...(availability && { availability }) })),
      );
    expect(burn()).toContain('window="1h"} > 0.0144 ');
    expect(burn(99.95)).toContain('window="1h"} > 0.0072 ');
  });

  it('an objective without any budget would page at each error', () => {
    expect(() => renderProduct({ ...inMesh, availability: 100 })).toThrow('availability: found 100');
  });
});

describe('clusters on which the rules are the same share them, and no other', () => {
  const grounds: Readonly<Record<string, Ground>> = {
    'as it is': {},
    'fewer pods': { change: (cluster) => ({ ...cluster, replicaFactor: 0.5 }) },
    'office hours': {
      change: (cluster) => ({
        ...cluster,
        officeHours: { timeZone: 'Asia/Tokyo', days: '1-5', from: '08:00', to: '20:00' },
      }),
    },
    'a canary': { images: { 'shop-api': canaryOf(50) } },
    'another Grafana': { change: (cluster) => ({ ...cluster, domain: 'elsewhere.example.com' }) },
    'no mesh': { change: ({ mesh: _, ...cluster }) => cluster },
  };
  const contexts = Object.entries(grounds).map(([name, ground]) => {
    const mesh = name !== 'no mesh';
    return { name, context: groundContext({ ...inMesh, namespaces: [{ name: 'shop', mesh }] }, ground) };
  });

  /** As one cluster of several; each of these is rendered with the declaration that all have in common. */
  const rulesWith = ({ context }: (typeof contexts)[number], revision: string, clusters: number) => {
    const { cluster, fleet, units } = context;
    const several = Array.from({ length: clusters }, () => cluster);
    const repository = { ...fleet.repository, revision };
    const fleets = { ...fleet, repository, clusters: several };
    const objects = units.flatMap((unit) => render(unit, { cluster, units, fleet: fleets }));
    return [shop, mailer].map(({ name }) => rulesOf(name, objects));
  };

  it.each([...contexts, ...contexts.toReversed()])('$name: as on the only cluster', (ground) => {
    for (const revision of ['main', 'release']) {
      expect(rulesWith(ground, revision, 2)).toEqual(rulesWith(ground, revision, 1));
    }
  });

  it('each of these places has rules of its own', () => {
    const texts = contexts.map((ground) => JSON.stringify(rulesWith(ground, 'main', 1)));
    expect(new Set(texts).size).toBe(contexts.length);
  });
});
