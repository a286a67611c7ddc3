import elk from 'elkjs/lib/elk.bundled.js';
import { describe, expect, test } from 'vitest';
import { syntheticTopology } from '../../../scripts/prove-report/synthetic-topology.ts';
import { type Area, arranged } from '../../../scripts/report/data/topology/arrange.ts';
import type { TopologyData, TopologyEdge, TopologyNode } from '../../../scripts/report/data/topology/data.ts';
import { pictureOf } from '../../../scripts/report/data/topology/picture.ts';
import { FIRST_VIEW, type View } from '../../../scripts/report/data/topology/scope.ts';

function node(id: string, kind: TopologyNode['kind'] = 'service'): TopologyNode {
  const [group = '', name = id] = id.split('/');
  return { id, kind, name, group, about: [], pods: [], policies: [], files: [] };
}

function way(from: string, to: string, more: Partial<TopologyEdge> = {}): TopologyEdge {
  return {
    from,
    to,
    role: 'call',
    state: 'open',
    says: ['calls it'],
    ports: ['TCP/80'],
    conditions: [],
    told: [],
    ...more,
  };
}

const small: TopologyData = {
  cluster: 'test',
  groups: [
    { id: 'mesh', name: 'mesh', owner: 'platform' },
    { id: 'logs', name: 'logs', owner: 'platform' },
    { id: 'shop', name: 'shop', owner: 'shop' },
    { id: 'Networks', name: 'Networks', owner: 'outside' },
  ],
  nodes: [
    node('mesh/gateway', 'gateway'),
    node('logs/agent', 'component'),
    node('shop/web'),
    node('shop/cart'),
    node('Networks/api', 'network'),
  ],
  edges: [
    way('mesh/gateway', 'shop/web', { role: 'entry' }),
    way('shop/web', 'shop/cart'),
    way('logs/agent', 'Networks/api', { role: 'platform' }),
    way('shop/cart', 'mesh/gateway', { role: 'plumbing' }),
  ],
  reasons: [],
  notes: [],
};

const shownIn = (data: TopologyData, view: Partial<View> = {}) => {
  const { items, arrows } = pictureOf(data, { ...FIRST_VIEW, ...view });
  return {
    items: items.map(({ id }) => id).sort(),
    arrows: arrows.map(({ from, to }) => `${from} → ${to}`).sort(),
  };
};

describe('what is drawn', () => {
  test('at first the products, whom they call and who comes in', () => {
    expect(shownIn(small)).toEqual({
      items: ['mesh/gateway', 'shop/cart', 'shop/web'],
      arrows: ['mesh/gateway → shop/web', 'shop/web → shop/cart'],
    });
  });

  test('what every proxy needs, where it is asked for', () => {
    expect(shownIn(small, { plumbing: true }).arrows).toContain('shop/cart → mesh/gateway');
  });

  test('a network that the platform uses is told at the node, and drawn around what is chosen', () => {
    const { items } = pictureOf(small, { ...FIRST_VIEW, scope: 'all' });
    const agent = items.find(({ id }) => id === 'logs/agent');
    expect(agent?.type === 'node' && agent.uses).toEqual(['api']);
    expect(items.some(({ id }) => id === 'Networks/api')).toBe(false);
    expect(shownIn(small, { around: 'logs/agent' })).toEqual({
      items: ['Networks/api', 'logs/agent'],
      arrows: ['logs/agent → Networks/api'],
    });
  });

  test.each(['undeclared', 'closed'] as const)('what is %s, whatever it is and wherever', (state) => {
    const wrong = way('logs/agent', 'Networks/api', { role: 'platform', state });
    expect(shownIn({ ...small, edges: [...small.edges, wrong] }).arrows).toContain(
      'logs/agent → Networks/api',
    );
  });

  test('of one namespace, with its neighbours', () => {
    expect(shownIn(small, { scope: 'all', groups: ['logs'] }).items).toEqual(['logs/agent']);
    expect(shownIn(small, { scope: 'all', groups: ['mesh'] }).items).toEqual(['mesh/gateway', 'shop/web']);
  });
});

describe('a large cluster', () => {
  const large = syntheticTopology('large', 2_000);

  test('is seen as boxes, as many as one can look at, and nothing is left out', () => {
    const { items, itemOf } = pictureOf(large, FIRST_VIEW);
    expect(items.length).toBeLessThan(250);
    const shown = new Set(items.map(({ id }) => id));
    for (const { id, group } of large.nodes) {
      if (group.startsWith('namespace-')) expect(shown.has(itemOf.get(id) ?? ''), id).toBe(true);
    }
  });

  test('shows what is wrong inside a box that is shut', () => {
    const { arrows } = pictureOf(large, FIRST_VIEW);
    const wrong = large.edges.flatMap(({ state }, at) => (state === 'open' ? [] : [at]));
    expect(wrong.length).toBeGreaterThan(0);
    expect(
      arrows
        .filter(({ state }) => state !== 'open')
        .flatMap(({ edges }) => edges)
        .sort(),
    ).toEqual(wrong.sort());
  });

  test('opens and shuts where a reader asks', () => {
    const { items } = pictureOf(large, FIRST_VIEW);
    const box = items.find(({ type }) => type === 'box');
    if (box === undefined) throw new Error('No box is shut.');
    const opened = pictureOf(large, { ...FIRST_VIEW, opened: [box.id] });
    expect(opened.items.some(({ id }) => id === box.id)).toBe(false);
    const shut = pictureOf(large, { ...FIRST_VIEW, opened: [box.id], shut: [box.id] });
    expect(shut.items.some(({ id }) => id === box.id)).toBe(true);
  });
});

describe('where it stands', () => {
  const engine = new elk.default();

  test.each([
    ['small', small, 'all'],
    ['large', syntheticTopology('large', 600), 'products'],
  ] as const)('%s: nothing lies on anything else, and it is the same each time', async (_, data, scope) => {
    const picture = pictureOf(data, { ...FIRST_VIEW, scope });
    const plan = await arranged(picture, engine);
    expect(await arranged(picture, new elk.default())).toEqual(plan);
    expect(Object.keys(plan.items).sort()).toEqual(picture.items.map(({ id }) => id).sort());
    const areas = Object.entries(plan.items);
    for (const [index, [id, area]] of areas.entries()) {
      for (const [other, there] of areas.slice(index + 1))
        expect(meet(area, there), `${id}, ${other}`).toBe(false);
      for (const [arrow, words] of Object.entries(plan.words))
        expect(meet(area, words), `${id}, ${arrow}`).toBe(false);
    }
  });

  test('each arrow goes from its first item to its second', async () => {
    const picture = pictureOf(small, { ...FIRST_VIEW, scope: 'all' });
    const { items, arrows } = await arranged(picture, engine);
    expect(picture.arrows.length).toBeGreaterThan(0);
    for (const { id, from, to } of picture.arrows) {
      const points = arrows[id] ?? [];
      expect(touches(items[from], points[0])).toBe(true);
      expect(touches(items[to], points.at(-1))).toBe(true);
    }
  });
});

function meet(one: Area, other: Area): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function touches(
  area: Area | undefined,
  point: { readonly x: number; readonly y: number } | undefined,
): boolean {
  if (area === undefined || point === undefined) return false;
  const isWithin = (value: number, start: number, size: number) =>
    start - 2 <= value && value <= start + size + 2;
  return isWithin(point.x, area.x, area.width) && isWithin(point.y, area.y, area.height);
}
