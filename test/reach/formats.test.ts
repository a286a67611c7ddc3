import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArguments } from '../../scripts/command-line/parse.ts';
import {
  changeBetween,
  changeText,
  paired,
  printedConnections,
  reachBeside,
} from '../../scripts/reach/against.ts';
import { dotOf } from '../../scripts/reach/dot.ts';
import { explain, explanationText } from '../../scripts/reach/explain.ts';
import { between } from '../../scripts/reach/filter.ts';
import { htmlOf } from '../../scripts/reach/html.ts';
import { jsonParts } from '../../scripts/reach/json.ts';
import { refuseBeside } from '../../scripts/reach/options.ts';
import { refuseUnknownPeers } from '../../scripts/reach/peers.ts';
import { Reach } from '../../scripts/reach/reach.ts';
import { textOf } from '../../scripts/reach/text.ts';
import { reach } from '../../scripts/reach/usage.ts';
import { clusterOf, networkPolicy, type Written, workload } from './cluster-of.ts';

const HTTP = [{ containerPort: 8080, name: 'http' }];
const pods = [
  workload('shop/Deployment/web', { labels: { app: 'web' }, ports: HTTP }),
  workload('shop/Deployment/cart', { labels: { app: 'cart' }, ports: HTTP }),
];
const onlyFrom = (...callers: readonly string[]) =>
  networkPolicy('shop/cart', {
    podSelector: { matchLabels: { app: 'cart' } },
    ingress: callers.map((app) => ({
      from: [{ podSelector: { matchLabels: { app } } }],
      ports: [{ port: 'http' }],
    })),
  });
const open = new Reach(clusterOf(pods));
const closed = new Reach(clusterOf([...pods, onlyFrom()]));
const allowed = new Reach(clusterOf([...pods, onlyFrom('web')]));

test('JSON is the object of all connections, each in one form', () => {
  const text = [...jsonParts(allowed.connections())].join('');
  expect(JSON.parse(text).connections).toContainEqual({
    cluster: 'test',
    from: 'shop/Deployment/web',
    to: 'shop/Deployment/cart',
    ports: ['TCP/8080'],
    conditions: [],
  });
  expect(JSON.parse([...jsonParts([])].join(''))).toEqual({ connections: [] });
});

test('text names each caller once, and says at the end how much there is', () => {
  const text = textOf(between(allowed.connections(), 'shop/*', '*/cart'));
  expect(text).toContain('  shop/Deployment/web\n    → shop/Deployment/cart  TCP/8080\n');
  expect(text).toMatch(/1 open connection between 2 peers in 1 cluster\n$/);
});

test('pictures and the page have every peer, and no text of an object becomes code', () => {
  const [first] = allowed.connections();
  if (first === undefined) throw new Error('Nothing is open.');
  const hostile = { ...first, conditions: ['path "</script><b>"'] };
  expect(htmlOf([hostile])).toContain('path &quot;&lt;/script&gt;&lt;b&gt;&quot;');
  expect(dotOf([hostile])).toContain('path \\"</script><b>\\"');
  for (const { from, to } of allowed.connections()) {
    for (const peer of [from, to]) expect(htmlOf(allowed.connections())).toContain(peer);
  }
});

describe('--explain', () => {
  const about = (cluster: Reach, port = 'http') =>
    explain([cluster], ['shop/Deployment/web', 'shop/Deployment/cart', port])[0];

  test('names what decides on both sides, and what to change first', () => {
    const found = about(closed);
    expect(found?.open).toBe(false);
    expect(found?.reasons.map(({ passes }) => passes)).toEqual([true, false]);
    expect(found?.reasons[1]?.objects).toEqual(['NetworkPolicy shop/cart (2.yaml:1)']);
    expect(found?.reasons[1]?.change).toContain(
      'spec.ingress of NetworkPolicy shop/cart (2.yaml:1): from pods with app=web',
    );
    expect(found && explanationText([found])).toContain('Change first: Add a rule');
  });

  test('names the rule that lets it through', () => {
    expect(about(allowed)).toMatchObject({ open: true, port: 'TCP/8080' });
    expect(about(allowed)?.reasons[1]?.objects).toEqual([
      'NetworkPolicy shop/cart (2.yaml:1) by spec.ingress[0]',
    ]);
  });

  test('another port of a policy that names the caller', () => {
    expect(about(allowed, 'TCP/9090')?.reasons[1]?.change).toBe(
      'Add TCP 9090 to spec.ingress[0].ports of NetworkPolicy shop/cart (2.yaml:1).',
    );
  });

  test('a port that there cannot be', () => {
    for (const port of ['0', '65536', 'TCP/99999', '123456']) {
      expect(() => about(open, port)).toThrow(`${port} is no port. Write a number from 1 to 65535.`);
    }
  });

  test('a pair about which nothing in a cluster decides', () => {
    expect(() => explain([open], ['world', 'world', '80'])).toThrow('Nothing in a cluster decides');
  });

  test('a peer that is not there', () => {
    expect(() => explain([open], ['shop/Deployment/wep', 'world', '80'])).toThrow(
      'Is it shop/Deployment/web?',
    );
  });
});

describe('--against', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'against-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('tells what was opened and what was closed', () => {
    const change = changeBetween(closed.connections(), allowed.connections());
    expect(change.closed).toEqual([]);
    expect(changeText(change)).toContain('+ test: shop/Deployment/web → shop/Deployment/cart  TCP/8080');
    expect(changeBetween(open.connections(), closed.connections()).opened).toEqual([]);
    expect(changeBetween(open.connections(), open.connections())).toEqual({ opened: [], closed: [] });
  });

  test('one cluster against one other is the same, whatever their folders are called', () => {
    const side = (name: string, objects: readonly Written[]) => ({
      clusters: [name],
      connections: new Reach(clusterOf(objects, name)).connections(),
    });
    const [before, now] = [side('before', pods), side('now', [...pods, onlyFrom('web')])];
    expect(changeBetween(paired(before, before), before.connections)).toEqual({ opened: [], closed: [] });
    const change = changeBetween(paired(before, now), now.connections);
    expect(change.opened).toEqual([]);
    expect(change.closed.length).toBeGreaterThan(0);
    expect(change.closed.every(({ cluster }) => cluster === 'now')).toBe(true);
    const two = { clusters: ['before', 'other'], connections: before.connections };
    expect(paired(two, now)).toEqual(before.connections);
  });

  test('a network that only one state names was open before, as far as the world was', () => {
    const from = (...blocks: readonly object[]) =>
      networkPolicy('shop/cart', {
        podSelector: { matchLabels: { app: 'cart' } },
        ingress: [{ from: blocks.map((ipBlock) => ({ ipBlock })), ports: [{ port: 'http' }] }],
      });
    const world = { cidr: '0.0.0.0/0' };
    const change = (before: readonly object[], now: readonly object[], name = 'now') => {
      const models = [before, now].map((blocks, state) =>
        clusterOf([...pods, from(...blocks)], state === 0 ? 'before' : name),
      );
      const [old, own] = [models.slice(0, 1), models.slice(1)];
      const [was] = reachBeside(old, own);
      const [is] = reachBeside(own, old);
      const [one, other] = [was, is].map((reach) => ({
        clusters: reach === undefined ? [] : [reach.model.cluster],
        connections: reach?.connections() ?? [],
      }));
      if (one === undefined || other === undefined) throw new Error('There is no state.');
      const { opened, closed } = changeBetween(paired(one, other), other.connections);
      const peers = (connections: typeof opened) => [...new Set(connections.map(({ from: peer }) => peer))];
      return [peers(opened), peers(closed)];
    };
    const office = { cidr: '203.0.113.0/24' };
    expect(change([world], [world, office])).toEqual([[], []]);
    expect(change([world, office], [world])).toEqual([[], []]);
    expect(change([world], [{ ...world, except: [office.cidr] }])).toEqual([[], ['ip:203.0.113.0/24']]);
    expect(change([{ cidr: '10.0.0.0/16' }], [{ cidr: '10.0.0.0/24' }])).toEqual([[], ['ip:10.0.0.0/16']]);
  });

  test('reads what --format json has printed', () => {
    const file = join(folder, 'before.json');
    writeFileSync(file, [...jsonParts(open.connections())].join(''));
    expect(printedConnections(file)).toEqual(open.connections());
    expect(printedConnections(folder)).toBeUndefined();
    writeFileSync(file, '{"connections":[{"from":1}]}');
    expect(() => printedConnections(file)).toThrow('before.json:1: connections.0');
  });
});

test('a filter that means nobody is refused, not answered with nothing', () => {
  const peers = open.endpoints.map(({ peer }) => peer);
  const refuse = (...filters: readonly (string | undefined)[]) => refuseUnknownPeers(filters, peers);
  expect(() => refuse('shop/Deployment/wep')).toThrow('Is it shop/Deployment/web?');
  expect(() => refuse(undefined, 'cart')).toThrow('Is it shop/Deployment/cart?');
  expect(() => refuse('shop/*', 'nowhere/*')).toThrow('There is no peer nowhere/*.');
  expect(() => refuse('shop', undefined)).toThrow("It is a namespace: --from and --to take 'shop/*'");
  for (const filter of ['shop/*', '*', 'world', 'node', 'shop/Deployment/web', undefined]) refuse(filter);
});

test.each([
  [{ explain: ['a', 'b', '80'], from: 'a' }, 'takes no --from. Leave it out.'],
  [{ explain: ['a', 'b', '80'], to: 'a', against: 'x' }, 'takes no --to, --against. Leave them out.'],
  [{ explain: ['a', 'b', '80'], format: 'dot' }, '--explain prints text or json, not dot.'],
  [{ against: 'x', format: 'html' }, '--against prints text or json, not html.'],
])('an option that would have no effect is refused: %j', (options, message) => {
  expect(() => refuseBeside(options)).toThrow(message);
});

test.each([
  { explain: ['a', 'b', '80'], format: 'json' },
  { against: 'x', from: 'a', format: 'json' },
  { from: 'a', format: 'dot' },
])('options that go together: %j', (options) => {
  expect(() => refuseBeside(options)).not.toThrow();
});

test('--explain takes the three words behind it, wherever the folders stand', () => {
  const folders = { dirs: ['/here/a', '/here/b'] };
  const words = ['world', 'shop/Deployment/web', '80'];
  const read = { options: { explain: words }, arguments: folders };
  expect(readArguments(reach, ['a', 'b', '--explain', ...words], '/here')).toEqual(read);
  expect(readArguments(reach, ['a', '--explain', ...words, 'b'], '/here')).toEqual(read);
  expect(() => readArguments(reach, ['--explain', 'world', '--from', 'x'], '/here')).toThrow(
    '--explain needs FROM TO PORT. Found world.',
  );
});
