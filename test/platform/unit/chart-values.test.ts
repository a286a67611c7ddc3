import { describe, expect, it, test } from 'vitest';
import type { Exact, Proposed } from '../../../platform/unit/chart-values.ts';
import { component } from '../../../platform/unit/component.ts';
import type { ComponentChart } from '../../../platform/unit/component-declaration.ts';
import type { Context } from '../../../platform/unit/unit.ts';
import { waves } from '../../../platform/unit/waves.ts';

/** What some chart takes. */
interface Known {
  readonly crds?: { readonly install?: boolean };
  readonly replicas?: number;
  readonly kind?: 'A' | 'B';
  readonly part?: { readonly inner?: { readonly deep?: string } } | string;
  readonly rules?: readonly { readonly name?: string; readonly port?: number }[];
  readonly labels?: { readonly [name: string]: string };
  readonly open?: unknown;
  readonly settings?: { readonly known?: { readonly a?: string }; readonly [name: string]: unknown };
}

/** As `component()` takes the values of a chart. */
function takes<const Given extends Proposed<Known>>(
  values: (context: Context) => Given & Exact<Given, Known>,
) {
  return values;
}

/** The compiler is the test: an error that is expected and does not come is one itself (`npx fleet types`). */
describe('a key that a chart does not have is refused', () => {
  it('where it is written', () => {
    takes(() => ({
      // @ts-expect-error crds.instal
      crds: { instal: false },
    }));
    takes(() => ({
      // @ts-expect-error replica
      replica: 1,
    }));
    takes(() => ({
      // @ts-expect-error part.inner.deeep
      part: { inner: { deeep: 'x' } },
    }));
    takes(() => ({
      // @ts-expect-error settings.known.b, in a map that takes other keys
      settings: { known: { b: 'x' }, other: 1 },
    }));
  });

  it('in a list', () => {
    takes(() => ({
      // @ts-expect-error rules.nam
      rules: [{ name: 'a' }, { nam: 'b', port: 1 }],
    }));
    // @ts-expect-error rules.prt, of items that are made
    takes(() => ({ rules: [1, 2].map((port) => ({ name: 'a', prt: port })) }));
  });

  it('in what is spread, also under a condition', () => {
    const more = { crds: { instal: true } };
    // @ts-expect-error crds.instal
    takes(() => ({ replicas: 1, ...more }));
    // @ts-expect-error crds.instal
    takes(({ cluster }) => ({ replicas: 1, ...(cluster.name === 'a' && { crds: { instal: true } }) }));
    // @ts-expect-error crds.instal
    takes(({ cluster }) => ({ crds: { ...(cluster.name === 'a' ? { instal: true } : {}) } }));
  });

  it('in what a function returns', () => {
    const part = () => ({ inner: { deeep: 'x' } });
    const all = (_context: Context) => ({ replicas: 1, crds: { instal: true } });
    const anything = (): Readonly<Record<string, unknown>> => ({ crds: { instal: true } });
    // @ts-expect-error part.inner.deeep
    takes(() => ({ part: part() }));
    // @ts-expect-error crds.instal
    takes(all);
    // @ts-expect-error what the compiler does not know the keys of
    takes(anything);
    // @ts-expect-error one of two ways out has it
    takes(({ cluster }) => (cluster.name === 'a' ? { replicas: 1 } : { replica: 1 }));
  });

  it('of the wrong type', () => {
    takes(() => ({
      // @ts-expect-error a number
      replicas: 'two',
    }));
    takes(() => ({
      // @ts-expect-error A or B
      kind: 'C',
    }));
  });
});

test('what the chart has is taken, however it is put together', () => {
  const labels: Readonly<Record<string, string>> = { any: 'thing' };
  const rules: readonly { readonly name: string }[] = [{ name: 'a' }];
  const part = (deep: string) => ({ inner: { deep } });
  const values = takes(({ cluster }) => ({
    kind: 'A',
    labels,
    rules,
    part: cluster.name === 'a' ? part('x') : 'text',
    open: { what: ['ever'] },
    settings: { known: { a: 'x' }, other: { deep: 1 } },
    ...(cluster.name === 'a' && { crds: { install: true } }),
  }));
  expect(values).toBeTypeOf('function');
});

describe('the five misspelt values of issue 13 and their kind, of the charts that are pinned', () => {
  const place = { namespace: 'misspelt', wave: waves.controllers } as const;
  const gateway: ComponentChart<'gateway'> = { name: 'gateway' };

  it('are refused by component()', () => {
    component({
      ...place,
      name: 'a',
      chart: 'argo-cd',
      // @ts-expect-error crds.instal
      values: () => ({
        crds: { instal: false },
      }),
    });
    component({
      ...place,
      name: 'b',
      chart: 'keda',
      // @ts-expect-error operator.replicaCounts, from a function
      values: () => ({ ...operator() }),
    });
    component({
      ...place,
      name: 'c',
      chart: 'kube-prometheus-stack',
      // @ts-expect-error of a sub-chart: kube-state-metrics.collectorExclude
      values: () => ({
        'kube-state-metrics': { collectorExclude: ['secrets'] },
      }),
    });
    component({
      ...place,
      name: 'd',
      chart: gateway,
      // @ts-expect-error of a chart with more than a name: autoscaling.minReplica
      values: () => ({
        autoscaling: { minReplica: 2 },
      }),
    });
    component({
      ...place,
      name: 'e',
      chart: 'istiod',
      // @ts-expect-error below what Istio keeps apart: global.proxy.resource
      values: () => ({
        global: { proxy: { resource: {} } },
      }),
    });
    component({
      ...place,
      name: 'f',
      chart: 'aws-ebs-csi-driver',
      // @ts-expect-error a part of a Pod: tolerations[].kye
      values: () => ({
        controller: { tolerations: [{ kye: 'a', operator: 'Exists' }] },
      }),
    });
  });

  it('are not looked for in a chart that is new, whose types come with its archive', () => {
    const added = component({
      ...place,
      name: 'g',
      chart: 'not-imported-yet',
      values: () => ({ any: 'thing' }),
    });
    expect(added.values).toBeTypeOf('function');
  });

  it('a component without a chart has no values', () => {
    // @ts-expect-error values without a chart
    component({ ...place, name: 'h', values: () => ({}) });
  });
});

function operator() {
  return { operator: { replicaCounts: 2 } };
}
