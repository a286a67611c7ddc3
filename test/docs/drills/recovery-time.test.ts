import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { RECOVERY } from '../../../platform/unit/recovery.ts';
import { liveFleet } from '../../live-fleet.ts';
import { at } from '../../manifest-reader.ts';
import { drillsOf, lengthOf } from './drill.ts';

const read = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

const drills = ['docs/failover.md', 'docs/operations.md'].flatMap((file) => drillsOf(read(file)));
const { fleet, units, unitsOn, valuesOf, rendered } = liveFleet;
const products = new Map(
  units.flatMap(({ project, recovery }) => (recovery === undefined ? [] : [[project, recovery] as const])),
);

/** Of a drill that any product without one of its own is left with. */
const OTHERS = 'every other product';
const named = (product: string) => drills.filter(({ promisedTo }) => promisedTo.includes(product));

/** Those whose names another cluster may answer, with the sides. */
const moves = fleet.clusters.flatMap((cluster) =>
  cluster.takesOver.flatMap(({ cluster: home, hosts }) =>
    unitsOn(home)
      .filter(({ workloads = [] }) =>
        workloads.some(
          ({ declaration }) =>
            declaration.kind === 'service' && hosts.includes(declaration.exposes?.host ?? ''),
        ),
      )
      .map(({ project }) => ({ product: project, home, to: cluster.name })),
  ),
);

describe('a region is lost, and the drill takes longer than was promised (S4-7, S2-122)', () => {
  test('the steps of each drill fit its promise, those side by side counted once', () => {
    expect(drills.length).toBeGreaterThan(1);
    const late = drills
      .map(({ heading, withinMinutes, steps }) => ({ heading, withinMinutes, takes: lengthOf(steps) }))
      .filter(({ withinMinutes, takes }) => takes === 0 || takes > withinMinutes);
    expect(late).toEqual([]);
  });

  test('each step of a table is one of the page, under its number', () => {
    for (const { heading, text, steps } of drills) {
      expect(
        steps.map(({ number }) => number),
        heading,
      ).toEqual(steps.map((_, index) => index + 1));
      for (const { number } of steps) expect(text, heading).toMatch(new RegExp(`^${number}\\. [*A-Z]`, 'm'));
    }
  });

  test('the same work takes the same time in each table', () => {
    const steps = drills.flatMap((drill) => drill.steps);
    const different = steps.flatMap(({ label, minutes, reasons }) =>
      steps
        .filter((other) => other.minutes !== minutes && other.reasons.some((one) => reasons.includes(one)))
        .map((other) => `${label}: ${minutes}, ${other.label}: ${other.minutes}`),
    );
    expect(different).toEqual([]);
  });

  test('a step that merges waits for no gate that takes longer than the step', () => {
    const [, minutes] =
      /^## Merge in an emergency\n[^#]*?takes (\d+) minutes/m.exec(read('docs/access.md')) ?? [];
    for (const { heading, text, steps } of drills) {
      for (const step of steps.filter(({ reasons }) => reasons.some((one) => /approval|gates/.test(one)))) {
        expect(step.minutes, `${heading}: ${step.label}`).toBe(Number(minutes));
        expect(text, heading).toContain('access.md#merge-in-an-emergency');
      }
    }
  });

  test.each([...products])('what is promised of %s is what its drill says', (product, { timeMinutes }) => {
    const own = named(product);
    for (const { withinMinutes, heading } of own) expect(timeMinutes, heading).toBe(withinMinutes);
    if (own.length > 0) return;
    // Without another side it is built again, which takes as long as it takes.
    expect(timeMinutes).toBeGreaterThanOrEqual(RECOVERY.timeMinutes);
  });

  test('a product whose names may move has a drill for it, and all others have one together', () => {
    for (const { product } of moves) expect(named(product), product).not.toEqual([]);
    expect(named(OTHERS).map(({ withinMinutes }) => withinMinutes)).toEqual([RECOVERY.timeMinutes]);
  });

  test('what is copied is no older than what may be lost', () => {
    for (const { json, cluster, unit, kind } of rendered()) {
      if (kind !== 'Schedule' || unit.name !== 'velero') continue;
      expect(at(json, 'spec.schedule'), cluster).toBe('0 * * * *');
    }
    expect(RECOVERY.pointMinutes).toBeGreaterThanOrEqual(60);
    const [, lag] = /`ReplicaLag` above (\d+) s/.exec(read('docs/terraform.md')) ?? [];
    const promoted = drills.filter(({ text }) => text.includes('promote-read-replica'));
    for (const product of promoted.flatMap(({ promisedTo }) => promisedTo)) {
      const objectives = products.get(product);
      if (objectives !== undefined) expect(Number(lag)).toBeLessThanOrEqual(objectives.pointMinutes * 60);
    }
  });
});

describe('a step is as long as the setting lets it be', () => {
  const steps = drills.flatMap((drill) => drill.steps.map((step) => ({ ...step, drill })));
  const at60 = (seconds: number) => seconds / 60;
  const movesOf = (promisedTo: readonly string[]) =>
    moves.filter(({ product }) => promisedTo.includes(product));

  test.each(steps.filter(({ label }) => /^(?:Pods for the load|Room)$/.test(label)))(
    '$drill.heading: $label',
    ({ minutes, drill }) => {
      for (const { product, to } of movesOf(drill.promisedTo))
        expect(minutes).toBeGreaterThanOrEqual(at60(nodeSeconds(to) + startSeconds(product, to)));
    },
  );

  test.each(steps.filter(({ label }) => label === 'Stop the old side'))(
    '$drill.heading: $label',
    ({ minutes, drill }) => {
      for (const { product, home } of movesOf(drill.promisedTo))
        expect(minutes).toBeGreaterThanOrEqual(at60(graceSeconds(product, home)));
    },
  );

  test.each(steps.filter(({ label }) => /^(?:Move the names|DNS)$/.test(label)))(
    '$drill.heading: $label',
    ({ minutes }) => {
      const [, lifetime] =
        /TTL of an alias of a load balancer is (\d+) s/.exec(read('docs/terraform.md')) ?? [];
      // A change of Route 53 reaches all of its servers within a minute.
      expect(minutes).toBeGreaterThanOrEqual(at60(60 + Number(lifetime)));
    },
  );

  test.each(steps.filter(({ label }) => /^(?:Hand over the root|Argo CD)$/.test(label)))(
    '$drill.heading: $label',
    ({ minutes }) => {
      for (const { name, hub } of fleet.clusters) {
        if (name !== hub) continue;
        const poll = at(valuesOf('argocd', name), 'configs.cm["timeout.reconciliation"]');
        expect(minutes, name).toBeGreaterThan(at60(Number.parseInt(String(poll), 10)));
      }
    },
  );
});

/** Until a node is there that the scaler of the cluster has asked for, at the latest; where it has a setting for it. */
function nodeSeconds(cluster: string): number {
  if (!unitsOn(cluster).some(({ name }) => name === 'cluster-autoscaler')) return 0;
  const limit = at(valuesOf('cluster-autoscaler', cluster), 'extraArgs["max-node-provision-time"]');
  return Number.parseInt(String(limit), 10) * 60;
}

function deploymentsOf(product: string, cluster: string) {
  return rendered().filter(
    (object) => object.kind === 'Deployment' && object.cluster === cluster && object.unit.project === product,
  );
}

function startSeconds(product: string, cluster: string): number {
  const probes = deploymentsOf(product, cluster).flatMap(({ json }) =>
    json.spec.template.spec.containers.flatMap((container: { startupProbe?: unknown }) => {
      const [period, failures] = ['periodSeconds', 'failureThreshold'].map((field) =>
        at(container.startupProbe, field),
      );
      return typeof period === 'number' && typeof failures === 'number' ? [period * failures] : [];
    }),
  );
  return Math.max(0, ...probes);
}

function graceSeconds(product: string, cluster: string): number {
  return Math.max(
    0,
    ...deploymentsOf(product, cluster).map(
      ({ json }) => json.spec.template.spec.terminationGracePeriodSeconds,
    ),
  );
}
