import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, one } from '../../../manifest-reader.ts';
import { renderProduct } from '../../../render-product.ts';
import { web } from '../../workload/declarations.ts';

const { renderUnit } = frozenFleet;

const classes = z
  .array(
    z.object({
      metadata: z.object({ name: z.string() }),
      value: z.number(),
      globalDefault: z.boolean().optional(),
      preemptionPolicy: z.string().optional(),
    }),
  )
  .parse(renderUnit('priority-classes', 'prod-japan'));
const byName = new Map(classes.map((one) => [one.metadata.name, one]));

describe('while nodes are short, what customers notice goes first (X-109)', () => {
  test('critical before standard before batch', () => {
    const values = ['critical', 'standard', 'batch'].map((name) => byName.get(name)?.value ?? Number.NaN);
    expect(values).toEqual([...values].sort((one, other) => other - one));
    expect(new Set(values).size).toBe(3);
  });

  test('none of them pushes out what the cluster itself needs: user classes end at one thousand million', () => {
    for (const { value } of classes) expect(value).toBeLessThanOrEqual(1_000_000_000);
  });

  test('batch can wait: it pushes nobody out', () => {
    expect(byName.get('batch')?.preemptionPolicy).toBe('Never');
    expect(byName.get('critical')?.preemptionPolicy).toBeUndefined();
  });

  test('a pod that names none is standard: two defaults would be chance', () => {
    expect(classes.filter(({ globalDefault }) => globalDefault).map(({ metadata }) => metadata.name)).toEqual(
      ['standard'],
    );
  });

  test.each([[undefined], ['critical'], ['standard'], ['batch']] as const)(
    'a workload that declares %s names a class that exists: another is refused by the API server',
    (priority) => {
      const workload = web(priority === undefined ? {} : { priority });
      const named = at(
        one(renderProduct({ workloads: [workload] }), 'Deployment'),
        'spec.template.spec.priorityClassName',
      );
      expect(named).toBe(priority ?? 'standard');
      expect([...byName.keys()]).toContain(named);
    },
  );
});
