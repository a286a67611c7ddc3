import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, it, vi } from 'vitest';
import { main } from '../../scripts/diff/main.ts';
import { DIFF_JSON } from '../../scripts/diff/report/json.ts';
import { gitIn } from '../git-in.ts';

/** A clone that blocks lost data, with two trees in it. */
function cloneWith(before: string, after: string): string {
  const root = mkdtempSync(join(inject('temporaryFolders'), 'diff-json-'));
  gitIn(root, ['init', '--quiet']);
  const files = {
    'clusters/acknowledged-changes.yaml': 'blocks: [data-loss]\nacknowledged: []\n',
    'before/shop.yaml': before,
    'after/shop.yaml': after,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function printedIn(folder: string, options: Readonly<Record<string, string>> = {}) {
  let printed = '';
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      if (stream === 'stdout') printed += String(text);
      return true;
    }),
  );
  try {
    const raw = {
      options: { format: 'json', gate: false, ...options },
      arguments: { base: 'before', head: 'after' },
    };
    const status = await main(raw, { folder, load: () => Promise.resolve(undefined) });
    return { status, printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const namespace = (name: string) => `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}}}\n---\n`;
const map = (value: string) =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: ${value}}\n`;
const service =
  '---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{port: 80}]}}\n';
/** Two of a name, of which nobody can say who reaches them. */
const unclear = `---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: all, namespace: shop}, spec: {podSelector: 1}}\n`;

const CASES: Readonly<Record<string, readonly [before: string, after: string, status: number]>> = {
  'nothing changes': [map('{b: "1"}'), `# A remark.\n${map('{b: "1"}')}`, 0],
  'something changes': [map('{b: "1", c: x}'), map('{b: "2", d: "é\\n"}') + service, 1],
  'a change needs a written word': [namespace('shop') + map('{}'), map('{}'), 3],
  'it has something to say besides': [map('{}') + unclear, map('{b: "1"}') + service + unclear, 1],
};

it.each(Object.entries(CASES))('where %s, one object is printed, and nothing else', async (_, each) => {
  const [before, after, status] = each;
  const root = cloneWith(before, after);
  symlinkSync('../before/shop.yaml', join(root, 'after', 'link.yaml'));
  const out = join(root, 'report');
  const ran = await printedIn(root, { out });
  expect(ran.status).toBe(status);
  expect(() => DIFF_JSON.parse(JSON.parse(ran.printed))).not.toThrow();
  expect(readFileSync(join(out, 'diff.json'), 'utf8')).toBe(ran.printed);
});

it('a change has every field, a path its ends, and a finding its place', async () => {
  const pods = (policy: string) => `
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}, spec: {containers: [{name: web, image: web, ports: [{containerPort: 80}]}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: all, namespace: shop}, spec: {podSelector: {}, policyTypes: [Ingress], ingress: ${policy}}}
`;
  const { printed } = await printedIn(
    cloneWith(
      pods('[]'),
      pods('[{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]') + service.replace('{app: web}', '{app: other}'),
    ),
  );
  const { changes, connectivity, findings } = DIFF_JSON.parse(JSON.parse(printed));
  expect(changes.find(({ object }) => object.kind === 'NetworkPolicy')).toMatchObject({
    object: { apiVersion: 'networking.k8s.io/v1', namespace: 'shop', name: 'all' },
    action: 'changed',
    risk: 'security',
    fields: [{ path: 'spec.ingress[0]', before: null }],
  });
  expect(connectivity.opened.map(({ to }) => to)).toContain('shop/Pod/web');
  expect(findings.new).toContainEqual(
    expect.objectContaining({
      rule: 'service-selects-no-pods',
      object: expect.objectContaining({ name: 'web' }),
    }),
  );
});
