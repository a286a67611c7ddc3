import { describe, expect, test } from 'vitest';
import { byCluster } from '../../../platform/unit/units-on.ts';

interface Placed {
  readonly name: string;
  readonly clusters: readonly string[];
}

const on = (name: string, ...clusters: readonly string[]): Placed => ({ name, clusters });

function gathered(...all: readonly Placed[]) {
  const found = byCluster(all, ({ clusters }) => clusters);
  return (cluster: string) => found.get(cluster);
}

describe('what is on a cluster', () => {
  test('comes in the order of all, each once however often the cluster is named', () => {
    const here = gathered(on('b', 'one', 'two', 'one'), on('a', 'one'), on('c', 'two'));
    expect(here('one')?.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(here('two')?.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(here('three')).toBeUndefined();
  });

  test('is one list for clusters that have the same, and for no others: what follows from it is found once for all of them', () => {
    const here = gathered(on('a', 'one', 'two', 'three'), on('b', 'two', 'one'), on('c', 'four'));
    expect(here('one')).toBe(here('two'));
    expect(here('three')?.map(({ name }) => name)).toEqual(['a']);
    expect(here('four')?.map(({ name }) => name)).toEqual(['c']);
  });
});
