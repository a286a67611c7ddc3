import { appendFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Survey } from '../../scripts/synth/survey.ts';
import { synth } from '../../scripts/synth/synth.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';
import { type SizedFleet, sizedSources } from './fixture/sized-fleet.ts';

const size: SizedFleet = { units: [2, 3, 1], value: 'red' };
let out: string;
let directory: string;
beforeEach(() => {
  out = join(temporaryFolder(), 'dist');
  directory = temporaryFolder();
});

/** Paths of the files that a run has put right, and the units that it has built. */
function run({ value = 'red', survey }: { readonly value?: string; readonly survey?: Survey } = {}) {
  const built: string[] = [];
  const { fleet, units } = sizedSources({ ...size, value });
  const { clusters } = synth({
    fleet,
    units: units.map((unit) => ({
      ...unit,
      build: (...[chart, context]: Parameters<typeof unit.build>) => {
        built.push(`${context.cluster.name}/${unit.name}`);
        unit.build(chart, context);
      },
    })),
    out,
    cache: { directory, code: () => 'code', survey },
  });
  return { written: clusters.flatMap(({ added, changed }) => [...added, ...changed]), built };
}

function surveyOf(clusters = ['cluster-0', 'cluster-1', 'cluster-2'], patience?: number): Survey {
  return new Survey({ directory, out, clusters }, patience);
}

describe('a survey', () => {
  it('has a run build nothing where nobody has touched anything', async () => {
    run();
    const survey = surveyOf();
    expect(run({ survey }).built).toEqual([]);
    await survey.end();
  });

  it('has a run put right what somebody has touched or taken away, and build nothing else', async () => {
    run();
    const before = treeOf(out);
    const [edited = '', gone = ''] = Object.keys(before).filter((path) => path.includes('unit-1/'));
    appendFileSync(join(out, edited), '# by hand\n');
    rmSync(join(out, gone));
    const survey = surveyOf();
    const { written, built } = run({ survey });
    await survey.end();
    expect(written.sort()).toEqual([edited, gone].sort());
    expect(built.sort()).toEqual([edited, gone].map((path) => path.split('/', 2).join('/')).sort());
    expect(treeOf(out)).toEqual(before);
  });

  it('counts for nothing once another run has written: it knows that one’s files no more than their state', async () => {
    run();
    const survey = surveyOf();
    // Now it has looked at all of them.
    expect(survey.touched('cluster-2', -1)).toBeUndefined();
    run({ value: 'blue' });
    const [first = ''] = Object.keys(treeOf(out));
    appendFileSync(join(out, first), '# by hand\n');
    expect(run({ value: 'blue', survey }).written).toEqual([first]);
    await survey.end();
  });

  it('that cannot be made, or tells nothing of a cluster, leaves a run to look itself', async () => {
    run();
    const [first = ''] = Object.keys(treeOf(out)).filter((path) => path.startsWith('cluster-0'));
    const dead = surveyOf(undefined, 10);
    await dead.end();
    for (const survey of [dead, surveyOf(['cluster-1']), surveyOf([])]) {
      appendFileSync(join(out, first), '# by hand\n');
      expect(run({ survey })).toMatchObject({
        written: [first],
        built: [expect.stringContaining('cluster-0/')],
      });
      await survey.end();
    }
  });

  it('is made where it pays: of many files, and with a second processor', async () => {
    run();
    expect(Survey.ahead(directory, out)).toBeUndefined();
    const survey = Survey.ahead(directory, out, 1);
    expect(survey === undefined).toBe(availableParallelism() === 1);
    if (survey !== undefined) expect(run({ survey }).built).toEqual([]);
    await survey?.end();
  });
});
