import { expect, it } from 'vitest';
import { findingsOf, shownAhead } from '../../scripts/diff/findings.ts';
import { diffOfFiles } from './changed.ts';

const CLUSTERS = Array.from({ length: 30 }, (_, index) => `cluster-${index}`);
const INDEX = { 'index.json': JSON.stringify({ clusters: CLUSTERS }) };

/** A Service that selects nothing, which is a finding. */
const service = (name: string) =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: shop}, spec: {selector: {app: ${name}}, ports: [{port: 80}]}}`;
const namespace = '{apiVersion: v1, kind: Namespace, metadata: {name: shop}}';

/** Files of every cluster, and as many more of the same content as make it large. */
function fleet(own: (cluster: string) => Readonly<Record<string, string>>, more = 0) {
  return Object.fromEntries([
    ...Object.entries(INDEX),
    ...CLUSTERS.flatMap((cluster) => [
      [`${cluster}/shop/_cluster/namespace-shop.yaml`, namespace] as const,
      ...Array.from({ length: more }, (_, at) => [`${cluster}/shop/notes/${at}.json`, '{}'] as const),
      ...Object.entries(own(cluster)).map(([file, text]) => [`${cluster}/shop/shop/${file}`, text] as const),
    ]),
  ]);
}

const clustersOf = (findings: readonly { readonly cluster: string; readonly rule: string }[]) =>
  findings.filter(({ rule }) => rule === 'service-selects-no-pods').map(({ cluster }) => cluster);

it('findings are those of every cluster where something changes', () => {
  const { findings } = diffOfFiles(
    fleet(() => ({})),
    fleet(() => ({ 'service-web.yaml': service('web') })),
  );
  expect(new Set(clustersOf(findings.new))).toEqual(new Set(CLUSTERS));
  expect(findings.notes).toEqual([]);
});

it('of a cluster that comes or goes, nobody hears which exemptions of other clusters it does not need', () => {
  const one = { 'service-web.yaml': service('web') };
  for (const { findings } of [diffOfFiles({}, one), diffOfFiles(one, {})]) {
    const all = [...findings.new, ...findings.gone];
    expect(all.filter(({ cluster }) => cluster === '')).toEqual([]);
    expect(all.map(({ rule }) => rule)).toContain('service-selects-no-pods');
  }
});

it('of too many files, one cluster is checked for each change first, and the rest is said to be left out', () => {
  const odd = 'cluster-17';
  const { findings } = diffOfFiles(
    fleet(() => ({}), 500),
    fleet(
      (cluster) => ({
        'service-web.yaml': service('web'),
        ...(cluster === odd && { 'service-odd.yaml': service('odd') }),
      }),
      500,
    ),
  );
  const checked = new Set(clustersOf(findings.new));
  expect(checked).toContain(odd);
  expect(checked.size).toBeLessThan(CLUSTERS.length);
  expect(findings.notes.join()).toContain(`on ${checked.size} of ${CLUSTERS.length} clusters`);
  for (const cluster of checked) expect(findings.notes.join()).toContain(cluster);
});

it('of one cluster with too many files, only what an object shows by itself is told, and this is said', () => {
  const { findings } = diffOfFiles(
    {},
    Object.fromEntries(
      Array.from({ length: 10_001 }, (_, at) => [`${at}.yaml`, at === 0 ? service('web') : '{}']),
    ),
  );
  expect(findings.new).toEqual([]);
  expect(findings.notes.join()).toContain('compared on no cluster');
});

it('what an API server refuses is found on every cluster, however many files there are', () => {
  const quota = (limit: string) => ({
    'resourcequota-shop.yaml': `{apiVersion: v1, kind: ResourceQuota, metadata: {name: shop, namespace: shop}, spec: {hard: {pods: ${limit}}}}`,
  });
  const { findings, changes } = diffOfFiles(
    fleet(() => quota('"10"'), 500),
    fleet(() => quota('"ten"'), 500),
  );
  const refused = findings.new.filter(({ object }) => object.kind === 'ResourceQuota');
  expect(new Set(refused.map(({ cluster }) => cluster))).toEqual(new Set(CLUSTERS));
  expect(findings.notes).not.toEqual([]);
  // It is a reason of the change on each of them.
  expect(new Set(changes.map(({ risk }) => risk))).toEqual(new Set(['outage']));
});

it('a definition of a kind is held against its objects, however many files there are', () => {
  const definition = (type: string) => ({
    'definition.yaml': `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: shops.example.com}, spec: {group: example.com, scope: Namespaced,
      names: {kind: Shop, plural: shops, singular: shop, listKind: ShopList}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object,
      properties: {spec: {type: object, properties: {size: {type: ${type}}}}}}}}]}}`,
    'a.yaml':
      '{apiVersion: example.com/v1, kind: Shop, metadata: {name: a, namespace: shop}, spec: {size: 5}}',
  });
  const { findings } = diffOfFiles(
    fleet(() => definition('integer'), 500),
    fleet(() => definition('string'), 500),
  );
  const refused = findings.new.filter(({ object }) => object.kind === 'Shop');
  expect(new Set(refused.map(({ cluster }) => cluster))).toEqual(new Set(CLUSTERS));
  expect(findings.gone).toEqual([]);
});

it('the checks know the values of charts on both sides', () => {
  const policy = `{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: web, namespace: shop},
    spec: {selector: {matchLabels: {app: web}}, rules: [{from: [{source: {principals: [shop.example/ns/shop/sa/web]}}]}]}}`;
  const pods = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {selector: {matchLabels: {app: web}},
    template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: web, containers: [{name: web, image: web}]}}}}`;
  const cluster = (trustDomain: string, more: Readonly<Record<string, string>> = {}) => ({
    'index.json': '{"clusters":["here"]}',
    'values/here/istiod.yaml': `{meshConfig: {trustDomain: ${trustDomain}}}`,
    'here/shop/_cluster/namespace-shop.yaml':
      '{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}',
    'here/shop/shop/deployment-web.yaml': pods,
    ...more,
  });
  const found = (trustDomain: string) =>
    diffOfFiles(
      cluster(trustDomain),
      cluster(trustDomain, { 'here/shop/shop/authorizationpolicy-web.yaml': policy }),
    )
      .findings.new.map(({ message }) => message)
      .filter((message) => message.includes('shop.example'));
  expect(found('shop.example')).toEqual([]);
  expect(found('other.example')).not.toEqual([]);
});

it('what every object shows by itself may be found out ahead: the findings are the same', () => {
  const wrong = (name: string) => service(name).replace('port: 80', 'port: 800000');
  const before = fleet((cluster) => ({ 'service-old.yaml': wrong(`old-${cluster}`) }), 400);
  const after = fleet((cluster) => ({ 'service-new.yaml': wrong(`new-${cluster}`) }), 400);
  const known: unknown[] = [];
  const inTime = diffOfFiles(before, after);
  const ahead = diffOfFiles(before, after, (clusters, changes, trees) => {
    const shown = shownAhead(changes, trees);
    known.push(shown);
    return findingsOf(clusters, changes, trees, shown);
  });
  expect(known).not.toContain(undefined);
  expect(ahead.findings).toEqual(inTime.findings);
  const refused = ahead.findings.new.filter(({ rule }) => rule.startsWith('refused'));
  expect(new Set(refused.map(({ cluster }) => cluster))).toEqual(new Set(CLUSTERS));
});
