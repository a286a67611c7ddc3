import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Fleet } from '../../clusters/index.ts';
import { checkUpgrade } from '../../scripts/upgrade-check/check.ts';
import { gitIn } from '../git-in.ts';
import { liveFleet } from '../live-fleet.ts';

const [cluster] = liveFleet.fleet.clusters.filter(({ mesh }) => mesh !== undefined);
const OLD = '0-1';
const NOW = cluster?.mesh?.revision ?? '';
const name = cluster?.name ?? '';
/** That cluster with no upgrade under way, whatever stands on it today: the steps are those of the test. */
const fleet: Fleet = {
  ...liveFleet.fleet,
  clusters: liveFleet.fleet.clusters.flatMap(({ mesh, ...rest }) =>
    mesh !== undefined && rest.name === name
      ? [{ ...rest, mesh: { ...mesh, controlPlanes: undefined, moving: undefined } }]
      : [],
  ),
};

describe.skipIf(cluster === undefined)('several steps of an upgrade of Istio in one pull request', () => {
  let root = '';

  function commit(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    gitIn(root, ['add', '--all']);
    gitIn(root, ['commit', '--quiet', '--message', 'A step']);
  }

  const standing = (revision: string) => ({
    [`dist/values/${name}/istiod${revision === OLD ? '' : `-${revision}`}.yaml`]: `revision: ${revision}\n`,
  });
  const labelled = (revision: string) => ({
    [`dist/${name}/namespaces/_cluster/namespace-istio-system.yaml`]: `metadata:\n  labels:\n    istio.io/rev: ${revision}\n`,
  });

  beforeAll(() => {
    root = mkdtempSync(join(inject('temporaryFolders'), 'upgrade-'));
    gitIn(root, ['init', '--quiet', '--initial-branch', 'main']);
    commit({ ...standing(OLD), ...labelled(OLD) });
    gitIn(root, ['switch', '--quiet', '--create', 'upgrade']);
    commit(standing(NOW));
    commit(labelled(NOW));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is refused, though each commit follows from the one before it', () => {
    expect(checkUpgrade(root, 'HEAD', fleet)).toEqual([]);
    expect(checkUpgrade(root, 'main', fleet).join('\n')).toContain(
      `clusters/${name}/cluster.yaml: mesh: found istio-system on ${NOW}, which does not stand yet`,
    );
  });

  it('one after the other is not', () => {
    gitIn(root, ['switch', '--quiet', 'main']);
    gitIn(root, ['merge', '--quiet', 'upgrade']);
    expect(checkUpgrade(root, 'main', fleet)).toEqual([]);
  });
});
