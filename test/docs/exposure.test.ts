import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { signingTools } from '../../platform/staff-tools/tools.ts';
import { contextOf, ofKind } from '../platform/rendered-fleet.ts';

const DOCUMENT = new URL('../../docs/exposure.md', import.meta.url);
const GROUP = 'alb.ingress.kubernetes.io/group.name';

/** `cluster entry name`, as the table says it. */
const written = readFileSync(DOCUMENT, 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, name, clusters = '', entry] =
      /^\| `([a-z]+)` +\| ([a-z -]+?) *\| (public|staff) +\|/.exec(line) ?? [];
    return name === undefined ? [] : clusters.split(' ').map((cluster) => `${cluster} ${entry} ${name}`);
  });
const clusters = new Set(written.map((line) => line.split(' ')[0] ?? ''));

const rendered = ofKind('Ingress')
  .filter(({ cluster }) => clusters.has(cluster))
  .flatMap(({ cluster, json }) =>
    json.spec.rules.flatMap(({ host }: { host: string }) => {
      // Names of another cluster, which this one may take over, stand in operations.md.
      const domain = `.${contextOf(cluster).cluster.domain}`;
      if (!host.endsWith(domain)) return [];
      return `${cluster} ${json.metadata.annotations[GROUP]} ${host.slice(0, -domain.length)}`;
    }),
  );

test('what is reached from outside stands in the document, with its entry', () => {
  expect(clusters).toEqual(new Set(['prod-japan', 'prod-eu']));
  expect(rendered.length).toBeGreaterThan(10);
  for (const line of rendered) expect(written).toContain(line);
});

test('the document names nothing that is not there, but tools of components that a cluster may leave out', () => {
  const optional = new Set(signingTools.map(({ name }) => name));
  for (const line of written) {
    if (!optional.has(line.split(' ')[2] ?? '')) expect(rendered).toContain(line);
  }
});
