import { ApiObject, App, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { describe, expect, it } from 'vitest';
import { add } from '../../../platform/kit/manifest.ts';
import { UnitChart } from '../../../platform/kit/unit-chart.ts';

function chartWith(...names: readonly string[]): UnitChart {
  const chart = new UnitChart(new App(), 'shop');
  for (const name of names)
    add(chart, k8s.KubeConfigMap, { metadata: { name, namespace: 'shop' }, data: { key: name } });
  return chart;
}

const idOf = (name: string) => `v1.ConfigMap.shop.${name}`;

describe('an object that nobody looks for', () => {
  it('is taken as it was declared, once, and is no construct', () => {
    const chart = chartWith('colors', 'sizes');
    expect(chart.take().map(({ head }) => head.metadata.name)).toEqual(['colors', 'sizes']);
    expect(chart.take()).toEqual([]);
    expect(chart.node.children).toEqual([]);
  });
});

describe('an object that somebody looks for is what cdk8s makes of it', () => {
  it.each<readonly [string, (chart: UnitChart) => unknown]>([
    ['among the children', ({ node }) => node.children.find(({ node: { id } }) => id === idOf('colors'))],
    ['among all', ({ node }) => node.findAll().find((each) => each.node.id === idOf('colors'))],
    ['by its id', ({ node }) => node.findChild(idOf('colors'))],
    ['by its id, if it is there', ({ node }) => node.tryFindChild(idOf('colors'))],
  ])('%s', (_way, find) => {
    const chart = chartWith('colors', 'sizes');
    const found = find(chart);
    if (!ApiObject.isApiObject(found)) throw new Error('nothing was found');
    found.addJsonPatch(JsonPatch.replace('/data/key', 'patched'));
    // Nobody writes it as it was before.
    expect(chart.take()).toEqual([]);
    const all = chart.node.children.filter(ApiObject.isApiObject).map((object) => object.toJson());
    expect(all.map(({ data }) => data)).toEqual([{ key: 'patched' }, { key: 'sizes' }]);
  });

  it('and it can be removed', () => {
    const chart = chartWith('colors', 'sizes');
    expect(chart.node.tryRemoveChild(idOf('colors'))).toBe(true);
    expect(chart.node.children.map(({ node }) => node.id)).toEqual([idOf('sizes')]);
  });
});

describe('a second object of one kind and name is refused', () => {
  it('before and after somebody has looked', () => {
    const waiting = chartWith('colors');
    const looked = chartWith('colors');
    expect(looked.node.children).toHaveLength(1);
    for (const chart of [waiting, looked]) {
      expect(() =>
        add(chart, k8s.KubeConfigMap, { metadata: { name: 'colors', namespace: 'shop' } }),
      ).toThrow('ConfigMap shop/colors is declared twice in the unit shop');
    }
  });
});

it('one that is added after somebody has looked is found by the next one', () => {
  const chart = chartWith('colors');
  expect(chart.node.children).toHaveLength(1);
  add(chart, k8s.KubeConfigMap, { metadata: { name: 'late', namespace: 'shop' } });
  expect(chart.node.children.map(({ node }) => node.id)).toEqual([idOf('colors'), idOf('late')]);
});
