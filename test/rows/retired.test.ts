import { describe, expect, test } from 'vitest';
import { readRetired } from '../../requirements/model/retired.ts';
import { type Sources, Tree } from '../../requirements/model/tree.ts';
import { allMistakes } from '../../scripts/rows/mistakes.ts';
import { stillRunning } from '../../scripts/rows/still-running.ts';
import { fleetUnits } from '../../scripts/synth/units.ts';
import { liveFleet } from '../live-fleet.ts';
import { filesOf } from './files-of.ts';

const { fleet } = liveFleet;

const WHOLE = '- { name: osaka, kind: cluster, reason: Given up, owner: platform }\n';

describe('requirements/retired.yaml', () => {
  test('may be missing, or empty', () => {
    expect(readRetired(undefined)).toEqual({ retired: [], problems: [] });
    expect(readRetired('# nothing\n[]\n')).toEqual({ retired: [], problems: [] });
  });

  test('names what was removed, with reason and owner', () => {
    expect(readRetired(WHOLE)).toEqual({
      retired: [{ name: 'osaka', kind: 'cluster', reason: 'Given up', owner: 'platform' }],
      problems: [],
    });
  });

  test.each([
    [
      '- { name: osaka, kind: region, reason: a, owner: b }',
      /retired\.yaml:1: 0\.kind: found "region", expected one of cluster, product/,
    ],
    ['- { name: osaka, kind: cluster, owner: b }', /0\.reason: found nothing, expected a text/],
    ['- { name: osaka, kind: cluster, reason: " ", owner: b }', /0\.reason: found " ", expected a text/],
    [
      '- { name: osaka, kind: cluster, reason: a, owner: b, since: 1 }',
      /found the key since, expected one of name, kind/,
    ],
    ['name: osaka', /expected a list/],
    ['- [', /requirements\/retired\.yaml:1: /],
  ])('%s is told by its place', (text, message) => {
    const { retired, problems } = readRetired(text);
    expect(retired).toEqual([]);
    expect(problems.join('\n')).toMatch(message);
  });
});

describe('an entry of something that runs is refused', () => {
  const sources: Sources = { fleet, units: fleetUnits(fleet), retired: [] };
  const unit = sources.units.find(({ project }) => project === 'platform');
  const workload = sources.units.flatMap(({ workloads = [] }) => workloads)[0];

  test.each([
    ['cluster', fleet.clusters[0]?.name],
    ['product', workload?.product],
    ['component', unit?.name],
    ['service', workload?.declaration.name],
  ] as const)('a %s', (kind, name = '') => {
    expect(stillRunning({ ...sources, retired: [{ name, kind, reason: 'a', owner: 'b' }] })).toEqual([
      expect.stringContaining(`the ${kind} ${name} still runs`),
    ]);
  });
});

test('an entry that no row speaks of is refused', () => {
  const retired = [{ name: 'atlantis', kind: 'cluster', reason: 'a', owner: 'b' }] as const;
  const tree = new Tree(filesOf({}), { fleet, units: [], retired });
  expect(allMistakes([], tree)).toEqual([expect.stringMatching(/no row speaks of the cluster atlantis/)]);
});
