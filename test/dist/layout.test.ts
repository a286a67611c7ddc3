import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { valuesFile } from '../../clusters/layout.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { isManifest } from '../../scripts/synth/manifest.ts';
import { fleetUnits } from '../../scripts/synth/units.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const fleet = loadFleet();

function below(folder: string): readonly { path: string; text: string }[] {
  return readdirSync(`${DIST}/${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .map((path) => ({ path: path.slice(DIST.length + 1), text: readFileSync(path, 'utf8') }));
}

/** What `kubectl … -R -f FOLDER` reads: every document of every file with one of these endings. */
function readByKubectl(folder: string): readonly { path: string; document: unknown }[] {
  return below(folder)
    .filter(({ path }) => /\.(?:json|yaml|yml)$/.test(path))
    .flatMap(({ path, text }) => loadAll(text).map((document) => ({ path, document })));
}

describe('an engineer on call who applies or compares a folder of dist/', () => {
  it.each(fleet.clusters)('finds objects of $name and nothing else in it', ({ name }) => {
    const read = readByKubectl(name);
    expect(read.filter(({ document }) => !isManifest(document)).map(({ path }) => path)).toEqual([]);
    // One object a file, and no file that it would pass over in silence.
    expect(read.map(({ path }) => path).sort()).toEqual(
      below(name)
        .map(({ path }) => path)
        .sort(),
    );
  });

  it('would trip over what charts are told, which therefore stands apart', () => {
    expect(readByKubectl('values').some(({ document }) => isManifest(document))).toBe(false);
  });

  it('would trip over what charts make, which stands apart too, one inventory for each chart at most', () => {
    expect(readByKubectl('charts').some(({ document }) => isManifest(document))).toBe(false);
    for (const { name } of fleet.clusters) {
      const values = new Set(below(`values/${name}`).map(({ path }) => path));
      // A new cluster has none before its charts are rendered.
      if (!existsSync(`${DIST}/charts/${name}`)) continue;
      const inventories = below(`charts/${name}`).map(({ path }) => path);
      const told = inventories.map((path) => path.replace(/^charts\//, 'values/').replace(/json$/, 'yaml'));
      expect(told.filter((path) => !values.has(path))).toEqual([]);
    }
  });

  it('finds a folder of each unit that has objects, and a file of each that installs a chart', () => {
    for (const { name } of fleet.clusters) {
      const units = fleetUnits(fleet).filter(({ clusters }) => clusters.includes(name));
      const charts = units
        .filter(({ helm }) => helm !== undefined)
        .map((unit) => valuesFile(name, unit.name));
      expect(
        below(`values/${name}`)
          .map(({ path }) => path)
          .sort(),
        name,
      ).toEqual(charts.sort());
      const known = new Set(units.map((unit) => unit.name));
      expect(
        readdirSync(`${DIST}/${name}`).filter((unit) => !known.has(unit)),
        name,
      ).toEqual([]);
    }
  });
});

it('the index names the clusters, so that it moves with no build', () => {
  expect(renderedClusters(DIST)).toEqual(fleet.clusters.map(({ name }) => name).sort());
  expect(Object.keys(JSON.parse(readFileSync(`${DIST}/index.json`, 'utf8')))).toEqual(['clusters']);
});
