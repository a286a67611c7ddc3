import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { skippedSteps } from '../../scripts/synth/control-plane-steps.ts';
import { ClusterRenderer } from '../../scripts/synth/render.ts';
import { everyUnit } from '../../scripts/synth/units.ts';
import { liveFleet } from '../live-fleet.ts';
import { fleetAt, type State } from '../platform/components/istio/upgrade/states.ts';
import { upgradeOf } from '../platform/components/istio/upgrade/upgrade.ts';

vi.mock('../../charts/pins.ts', async (original) => {
  const actual = await original<typeof import('../../charts/pins.ts')>();
  const { withNextIstio } = await import('../next-istio-version.ts');
  return { ...actual, chartPins: withNextIstio(actual.chartPins) };
});

const temporary = mkdtempSync(join(tmpdir(), 'fleet-steps-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** The output folder of a cluster in a state, as synth writes it. */
function written(cluster: string, state: State): string {
  const fleet = fleetAt(liveFleet.fleet, cluster, state);
  const units = everyUnit(fleet);
  const found = fleet.clusters.find(({ name }) => name === cluster);
  if (found === undefined) throw new Error(`There is no cluster ${cluster}.`);
  const renderer = new ClusterRenderer({ cluster: found, fleet, units });
  const out = mkdtempSync(join(temporary, 'out-'));
  for (const unit of units.filter(({ clusters }) => clusters.includes(cluster))) {
    for (const { path, text } of renderer.render(unit)) {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), text);
    }
  }
  return out;
}

const [cluster] = liveFleet.fleet.clusters.filter(({ mesh }) => mesh !== undefined);

describe.each(cluster === undefined ? [] : [cluster])('on $name', ({ name }) => {
  const states = upgradeOf(name).trees.map(({ state }) => state);
  const mistakes = (from: State, to: State) =>
    skippedSteps(fleetAt(liveFleet.fleet, name, to), written(name, from));
  /** The first or the last of the states that are called so. */
  const first = (says: RegExp) => states.find((state) => says.test(state.says)) ?? expect.fail(`no ${says}`);
  const last = (says: RegExp) =>
    states.findLast((state) => says.test(state.says)) ?? expect.fail(`no ${says}`);

  test('each step of the document is taken, one after the other', () => {
    for (const [index, to] of states.entries()) {
      const from = states[index - 1];
      if (from !== undefined) expect(mistakes(from, to), to.says).toEqual([]);
      expect(mistakes(to, to), to.says).toEqual([]);
    }
  });

  test.each([
    ['everything at once', first(/at rest/), first(/finished/), 'expected changes before that move them'],
    ['a label for what does not stand yet', first(/at rest/), first(/labelled/), 'which does not stand yet'],
    ['a label with its restart', first(/begun/), first(/restarted/), 'with no restart to follow'],
    [
      'the end before each namespace is labelled',
      first(/restarted/),
      first(/finished/),
      'expected changes before',
    ],
    [
      'the end before each is restarted',
      last(/labelled/),
      first(/finished/),
      'for which pods were last made anew',
    ],
    ['a way back without a restart', first(/labelled/), first(/begun/), 'with no restart to follow'],
  ])('%s is refused', (_, from, to, reason) => {
    const found = mistakes(from, to);
    expect(found.join('\n')).toContain(reason);
    for (const mistake of found) expect(mistake).toContain(`clusters/${name}/cluster.yaml: mesh: found `);
  });

  test('a cluster that is not there yet may begin anywhere', () => {
    const out = mkdtempSync(join(temporary, 'out-'));
    for (const state of states) expect(skippedSteps(fleetAt(liveFleet.fleet, name, state), out)).toEqual([]);
  });
});
