import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { signingTools } from '../../platform/components/staff-tools/tools.ts';
import { servicesOf } from '../apps/declared.ts';
import { fleet, renderUnit, units } from '../apps/fleet-at-rest.ts';
import { at, every, listAt } from '../manifest-reader.ts';

const DOCUMENT = new URL('../../docs/exposure.md', import.meta.url);
const GROUP = 'metadata.annotations["alb.ingress.kubernetes.io/group.name"]';

/** The names of staff's tools, as the table lists them. */
const written = readFileSync(DOCUMENT, 'utf8')
  .split('\n')
  .flatMap((line) => /^\| `([a-z-]+)` +\|/.exec(line)?.[1] ?? []);

/** `cluster entry name` of every host that a load balancer of a cluster leads on. */
const rendered = fleet.clusters.flatMap(({ name: cluster, domain }) =>
  units
    .filter(({ clusters }) => clusters.includes(cluster))
    .flatMap(({ name }) => every(renderUnit(name, cluster), 'Ingress'))
    .flatMap((ingress) =>
      listAt(ingress, 'spec.rules').flatMap((rule) => {
        const host = String(at(rule, 'host'));
        return host.endsWith(`.${domain}`)
          ? [
              {
                cluster,
                entry: String(at(ingress, GROUP) ?? 'public'),
                name: host.slice(0, -domain.length - 1),
              },
            ]
          : [];
      }),
    ),
);

test('every tool of staff stands in the document, and nothing that is not there but what a cluster may leave out', () => {
  const tools = new Set(rendered.filter(({ entry }) => entry === 'staff').map(({ name }) => name));
  const optional = new Set(signingTools.map(({ name }) => name));
  expect(tools.size).toBeGreaterThan(0);
  for (const name of tools) expect(written).toContain(name);
  for (const name of written) if (!optional.has(name)) expect(tools).toContain(name);
});

test('the public reaches what a service exposes, and nothing else', () => {
  const exposed = servicesOf().flatMap(({ cluster, declaration: { exposes } }) =>
    exposes === undefined ? [] : [`${cluster} ${exposes.host}`],
  );
  const open = rendered
    .filter(({ entry }) => entry !== 'staff')
    .map(({ cluster, name }) => `${cluster} ${name}`);
  expect(exposed.length).toBeGreaterThan(0);
  expect(new Set(open)).toEqual(new Set(exposed));
});

test('no name of staff is one of the public', () => {
  const names = (entry: string) =>
    rendered.filter((host) => host.entry === entry).map(({ cluster, name }) => `${cluster} ${name}`);
  const open = new Set(names('public'));
  expect(names('staff').filter((name) => open.has(name))).toEqual([]);
});
