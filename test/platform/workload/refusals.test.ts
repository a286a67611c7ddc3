import { describe, expect, test } from 'vitest';
import { database, workload } from '../../../platform/workload/declaration/calls.ts';
import type { ServiceDeclaration } from '../../../platform/workload/declaration/workload.ts';
import { at, every, one } from '../../manifest-reader.ts';
import { canaryOf, renderProduct } from '../../render-product.ts';
import { refusal } from '../refusal.ts';
import { web } from './declarations.ts';

const rendering = (more: Partial<ServiceDeclaration>) => () => renderProduct({ workloads: [web(more)] });
const resources = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory } });

describe('a pod that no node can hold waits for ever', () => {
  test('more CPU or memory than a node of its group leaves, the proxy included', () => {
    const general =
      /^web requests .+, its proxy included\. A node of the group general on prod-japan leaves pods /;
    expect(refusal(rendering({ resources: resources('60', '256Mi') }))).toMatch(general);
    expect(refusal(rendering({ resources: resources('200m', '900Gi') }))).toMatch(general);
    expect(refusal(rendering({ resources: resources('1', '1Gi') }))).toBeUndefined();
  });

  test('the request alone fits and the proxy is what is too much', () => {
    const node = { cpu: '1', memory: '1Gi' };
    const small = (cpu: string) => () =>
      renderProduct(
        {
          workloads: [web({ resources: resources(cpu, '256Mi'), recommendation: { min: node, max: node } })],
        },
        {
          change: (cluster) => ({
            ...cluster,
            terraform: {
              ...cluster.terraform,
              nodeGroups: Object.fromEntries(
                Object.entries(cluster.terraform.nodeGroups).map(([name, group]) => [
                  name,
                  { ...group, allocatable: node },
                ]),
              ),
            },
          }),
        },
      );
    expect(refusal(small('1'))).toContain('web requests 1050m CPU');
    expect(refusal(small('950m'))).toBeUndefined();
  });
});

describe('a setting that would silently do nothing, or something else', () => {
  test('a variable that a call or synth itself sets', () => {
    const calls = [database('main')];
    expect(refusal(rendering({ calls, environment: { DB_HOST: 'localhost' } }))).toBe(
      'web: its environment sets DB_HOST, which one of its calls sets. Take it out.',
    );
    expect(refusal(rendering({ environment: { PORT: '9000' } }))).toBe(
      'web: its environment sets PORT, which synth sets. Take it out.',
    );
    expect(refusal(rendering({ calls, environment: { DB_POOL: '10' } }))).toBeUndefined();
  });

  test('a target that no pod could meet', () => {
    expect(refusal(rendering({ scale: { min: 2, max: 4, cpu: 0 } }))).toContain(
      'scale.cpu: found 0, expected a whole number of percent from 1 to 100',
    );
    expect(refusal(rendering({ scale: { min: 2, max: 4, cpu: 1 } }))).toBeUndefined();
  });

  test('a recommendation whose bounds cross', () => {
    const small = { cpu: '100m', memory: '128Mi' };
    const large = { cpu: '500m', memory: '512Mi' };
    expect(refusal(rendering({ recommendation: { min: large, max: small } }))).toContain(
      'recommendation.min.cpu: found "500m", expected at most recommendation.max.cpu, 100m',
    );
    expect(refusal(rendering({ recommendation: { min: small, max: large } }))).toBeUndefined();
  });

  test('a call that is declared twice: the second one would be taken for another', () => {
    const callee = web({ name: 'callee' });
    const caller = web({ calls: [workload('callee'), workload('callee')] });
    expect(refusal(() => renderProduct({ workloads: [callee, caller] }))).toContain(
      "calls[1]: found workload('callee'), expected each call once: calls[0] is the same. Take one out",
    );
  });
});

describe('a zone that fails takes its own pods along and no others', () => {
  const spread = (zones: readonly string[]) => {
    const objects = renderProduct(
      { workloads: [web()] },
      {
        change: (cluster) => ({
          ...cluster,
          terraform: { ...cluster.terraform, availabilityZones: [...zones] },
        }),
      },
    );
    return at(one(objects, 'Deployment'), 'spec.template.spec.topologySpreadConstraints[0]');
  };

  test('the zones that are left may take more than one pod each', () => {
    // With fewer domains than minDomains the scheduler takes the smallest share for 0, and maxSkew caps each at 1.
    for (const zones of [
      ['a', 'b', 'c'],
      ['a', 'b'],
    ]) {
      expect(spread(zones)).toMatchObject({ maxSkew: 1, minDomains: zones.length - 1 });
    }
  });
});

describe('a drain leaves a canary something to answer with', () => {
  test('the canary has a budget of its own while there is one', () => {
    const budgets = (images: Parameters<typeof renderProduct>[1]) =>
      every(renderProduct({ workloads: [web()] }, images), 'PodDisruptionBudget').map((budget) => [
        at(budget, 'spec.selector.matchLabels.track'),
        at(budget, 'spec.maxUnavailable'),
      ]);
    expect(budgets({})).toEqual([['stable', '25%']]);
    expect(budgets({ images: { web: canaryOf(10) } })).toEqual([
      ['stable', '25%'],
      ['canary', '25%'],
    ]);
  });
});
