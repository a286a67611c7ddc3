import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { liveFleet } from '../../../live-fleet.ts';

const modules = readFileSync(new URL('../../../../scripts/prove-mesh/go.mod', import.meta.url), 'utf8');

/** `1.30` of `1.30.3`. */
const minor = (version: string) => version.split('.').slice(0, 2).join('.');

test('the proof of the mesh is built with the minor that is installed: another may mean something else', () => {
  const installed = liveFleet.fleet.clusters.flatMap(({ name }) =>
    liveFleet
      .unitsOn(name)
      .flatMap((unit) => unit.helm?.(liveFleet.contextOf(name)) ?? [])
      .flatMap(({ chart, version }) => (chart === 'istiod' ? version : [])),
  );
  const [, proven = ''] = /^\s+istio\.io\/api v(\S+)/m.exec(modules) ?? [];
  expect(modules).not.toMatch(/^replace istio\.io\//m);
  expect(new Set(installed.map(minor))).toContain(minor(proven));
});
