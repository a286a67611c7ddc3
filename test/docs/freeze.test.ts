import { appendFileSync, cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { snippet } from '../../scripts/prove-changes/document.ts';
import { frozenClusters, frozenFleet } from '../fleet/frozen-fleet.ts';
import { at, every, listAt } from '../manifest-reader.ts';
import { render } from '../rendered-fleet.ts';

it('the freeze of docs/delivery.md, written into a contract as it stands there, holds the products back', () => {
  const { text } = snippet(readFileSync('docs/delivery.md', 'utf8'), 'Freeze', 'yaml');
  const directory = mkdtempSync(join(inject('temporaryFolders'), 'freeze-'));
  cpSync(frozenClusters, directory, { recursive: true });
  appendFileSync(join(directory, 'prod-japan', 'cluster.yaml'), `\n${text}\n`);
  const freezes = loadFleet(directory).clusters.find(({ name }) => name === 'prod-japan')?.freezes ?? [];
  expect(freezes).toHaveLength(1);
  const context = frozenFleet.contextOf('prod-japan');
  const frozen = { ...context.cluster, freezes };
  const clusters = context.fleet.clusters.map((cluster) => (cluster.name === frozen.name ? frozen : cluster));
  const unit = context.units.find(({ name }) => name === 'argocd');
  if (unit === undefined) throw new Error('There is no unit argocd.');
  const projects = every(
    render(unit, { ...context, cluster: frozen, fleet: { ...context.fleet, clusters } }),
    'AppProject',
  );
  const held = projects.filter((project) => at(project, 'spec.syncWindows') !== undefined);
  expect(held.length).toBeGreaterThan(0);
  for (const project of held) {
    expect(at(listAt(project, 'spec.syncWindows')[0], 'schedule')).toBe(freezes[0]?.begins);
  }
});
